import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { newId } from "@/lib/runtime/ids";
import { addAccounts, addEvent, addTickets } from "@/tests/harness/accounts";
import { hostileBlock, hostileLine } from "@/tests/harness/hostile-text";
import { sampleFacts } from "@/tests/harness/mail-facts";
import { openRows, type Rows } from "@/tests/harness/rows";
import { startServer } from "@/tests/harness/server";
import { countInjected, expectNothingInjected } from "../injected";
import { expect, open, test } from "../test";

/** Facts that people type, by their name in any kind of mail; all other texts are Evento's. */
const typed = [
  "name",
  "description",
  "location",
  "host",
  "reason",
  "oldLocation",
  "subject",
  "body",
  "by",
  "passkey",
];
const own = [
  ...[
    "id",
    "startsAt",
    "endsAt",
    "timeZone",
    "updatedAt",
    "role",
    "tokenId",
    "how",
    "ticketId",
    "code",
    "until",
  ],
  ...["what", "why", "messageId", "audience"],
];

/** The same facts with hostile words wherever people type. @throws for a fact that is in neither list */
function withHostileWords(facts: object): object {
  const entries = Object.entries(facts).map(([name, value]): [string, unknown] => {
    if (value !== null && typeof value === "object") return [name, withHostileWords(value)];
    if (typeof value !== "string" || own.includes(name)) return [name, value];
    if (!typed.includes(name)) throw new Error(`is the fact ${name} typed by people?`);
    return [name, name === "body" || name === "description" ? hostileBlock : hostileLine];
  });
  return Object.fromEntries(entries);
}

/** Queues a mail of every kind, and returns the ids by their kinds. */
async function queueEveryMail(database: Rows): Promise<[kind: string, id: string][]> {
  const [organiser] = await addAccounts(database, [{ role: "organiser", name: hostileLine }]);
  const [holder] = await addAccounts(database, [{ name: hostileLine }]);
  if (!organiser || !holder) throw new Error("nobody");
  const eventId = await addEvent(database, { createdBy: organiser.id });
  await addTickets(database, eventId, [holder]);
  const messageId = newId();
  const at = new Date();
  await database.insert("messages", [
    {
      ...{ id: messageId, event_id: eventId, audience: "holders", sent_by: organiser.id, created_at: at },
      ...{ subject: hostileLine, body: hostileBlock },
    },
  ]);
  const mails = Object.entries(sampleFacts).map(([kind, facts]): [string, string, object] => [
    kind,
    newId(),
    { ...withHostileWords(facts), ...(kind === "message" && { messageId }) },
  ]);
  await database.insert(
    "outbox",
    mails.map(([kind, id, facts]) => ({
      ...{ id, kind, recipient: holder.email, dedupe_key: id, facts: JSON.stringify(facts), state: "sent" },
      ...{ created_at: at, due_at: at },
    })),
  );
  return mails.map(([kind, id]) => [kind, id]);
}

test("words that people typed are words in every mail, and in the mailbox", async ({ openBrowser }) => {
  test.slow();
  const folder = mkdtempSync(path.join(tmpdir(), "evento-mails-"));
  const databaseUrl = `file:${path.join(folder, "evento.db")}`;
  const server = await startServer({ databaseUrl });
  const database = await openRows(databaseUrl);
  const mails = await queueEveryMail(database);
  const page = await openBrowser();
  const runs = await countInjected(page.context());
  const asked: string[] = [];
  page.context().on("request", (request) => asked.push(request.url()));
  await open(page, `${server.url}/dev/mailbox`);
  await expectNothingInjected(page, runs);
  for (const [kind, id] of mails) {
    await open(page, `${server.url}/dev/mailbox/${id}`);
    await expectNothingInjected(page, runs);
    const { html } = await page.evaluate(async (address) => {
      const response = await fetch(address);
      return { html: await response.text() };
    }, `/dev/mailbox/${id}/html`);
    expect(html.includes("injected()"), kind).toBe(kind !== "confirm-address");
    // A mail program has no policy of ours, so it is looked at without one.
    await page.goto("about:blank");
    await page.setContent(html);
    await expectNothingInjected(page, runs);
  }
  expect(asked.filter((url) => !url.startsWith(server.url) && !/^(data|about):/.test(url))).toEqual([]);
  await database.close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});
