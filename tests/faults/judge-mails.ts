import type { ReceivedMail } from "@/tests/harness/smtp";

type Judged = {
  recipients: string[];
  received: Pick<ReceivedMail, "envelopeTo" | "messageId">[];
  /** How many more times a mail may have come: its acceptance was not marked when something broke. */
  mayRepeat?: Map<string, number>;
};

/** What is wrong with the mails that arrived, one to each recipient expected; every problem is a sentence. */
export function judgeMails({ recipients, received, mayRepeat = new Map() }: Judged): string[] {
  const ids = new Map<string, (string | undefined)[]>(recipients.map((recipient) => [recipient, []]));
  const problems: string[] = [];
  for (const { envelopeTo, messageId } of received) {
    for (const recipient of envelopeTo) {
      const known = ids.get(recipient);
      if (known) known.push(messageId);
      else problems.push(`${recipient} got a mail and should not have`);
    }
  }
  for (const [recipient, got] of ids) {
    if (got.length === 0) problems.push(`the mail to ${recipient} is lost`);
    const most = 1 + (mayRepeat.get(recipient) ?? 0);
    if (got.length > most) problems.push(`${recipient} got ${got.length} mails instead of at most ${most}`);
    if (new Set(got).size > 1) problems.push(`${recipient} got the mail with another Message-ID`);
  }
  return problems;
}
