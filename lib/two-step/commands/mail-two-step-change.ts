import type { Db } from "@/db/client";
import type { Owner } from "@/lib/auth/viewer";
import type { MailFacts } from "@/lib/mail/messages";
import { queueMail } from "@/lib/mail/outbox";
import { newId } from "@/lib/runtime/ids";

type Change = Omit<MailFacts["two-step-changed"], "name"> & { at: Date };

/** Queues the mail to an account's owner about a change of their two-step sign-in; each change has one of its own. */
export const mailTwoStepChange = (
  tx: Db,
  { name, email }: Omit<Owner, "id">,
  { what, codesLeft, at }: Change,
) =>
  queueMail(tx, {
    kind: "two-step-changed",
    recipient: email,
    dedupeKey: newId(),
    facts: { name, what, codesLeft },
    at,
  });
