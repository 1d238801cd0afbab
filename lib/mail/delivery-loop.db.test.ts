import { createServer } from "node:net";
import { forget } from "@epic-web/remember";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from "vitest";
import { closeDatabase, openDatabase, reader, transaction } from "@/db/client";
import { outbox } from "@/db/schema";
import { withDatabase } from "@/tests/harness/database";
import { testNow } from "@/tests/harness/factories";
import { sampleFacts } from "@/tests/harness/mail-facts";
import { type SmtpHarness, startSmtp } from "@/tests/harness/smtp";
import { recordStatements } from "@/tests/harness/statements";
import { type DeliveryLoop, startDeliveryLoop } from "./delivery-loop";
import { queueMail } from "./outbox";
import { concurrency } from "./transport";

const database = withDatabase();

let smtp: SmtpHarness;
let loop: DeliveryLoop;

/** The settings are read once; a test that changes them makes the next reader look again. */
function setSmtpUrl(url: string) {
  vi.stubEnv("SMTP_URL", url);
  forget("evento.settings");
}

beforeEach(async () => {
  smtp = await startSmtp();
  setSmtpUrl(smtp.url);
});

afterEach(async () => {
  await loop.stop();
  await smtp.stop();
  vi.unstubAllEnvs();
  forget("evento.settings");
});

async function queueCancellations(count: number, dedupeKey: string) {
  await transaction(async (tx) => {
    for (let n = 0; n < count; n += 1) {
      await queueMail(tx, {
        kind: "event-cancelled",
        recipient: `holder${n}@example.org`,
        dedupeKey,
        facts: sampleFacts["event-cancelled"],
        at: testNow,
      });
    }
  });
}

const received = async (count: number) => {
  await smtp.waitForMail(() => smtp.messages.length === count);
  return new Set(smtp.messages.flatMap(({ envelopeTo }) => envelopeTo)).size;
};

const countOf = async (state: "queued" | "sent" | "dead") =>
  (await reader().select({ id: outbox.id }).from(outbox).where(eq(outbox.state, state))).length;

it("sends what was queued before it started and what is queued later, each mail once", async () => {
  await queueCancellations(1, "first event");
  loop = startDeliveryLoop();
  expect(await received(1)).toBe(1);
  await queueCancellations(40, "second event");
  expect(await received(41)).toBe(40);
  await loop.stop();
  expect(await countOf("sent")).toBe(41);
  expect(smtp.messages).toHaveLength(41);
});

it("marks every mail it handed over before it stops, and leaves the others queued", async () => {
  loop = startDeliveryLoop();
  await queueCancellations(60, "event");
  await smtp.waitForMail(() => smtp.messages.length >= 10);
  await loop.stop();
  expect(await countOf("sent")).toBe(smtp.messages.length);
  expect(await countOf("queued")).toBe(60 - smtp.messages.length);
  loop = startDeliveryLoop();
  expect(await received(60)).toBe(60);
});

it("rests after trouble, then sends again by itself", async () => {
  smtp.failWith("mail", 550);
  await queueCancellations(10, "event");
  loop = startDeliveryLoop();
  await vi.waitUntil(async () => (await reader().select().from(outbox)).some(({ lastError }) => lastError), {
    timeout: 30_000,
  });
  smtp.heal();
  // The clock of these tests stands still, so the mails put off stay put off; the others go.
  await smtp.waitForMail(() => smtp.messages.length >= 5);
  expect(await countOf("dead")).toBe(0);
});

it("takes no mail after trouble until the server answers", async () => {
  const { port } = smtp;
  await smtp.stop();
  const attempts = async () =>
    (await reader().select().from(outbox)).reduce((sum, mail) => sum + mail.attempts, 0);
  await queueCancellations(10, "event");
  loop = startDeliveryLoop();
  // Each lane tries one; those that still did would ask the next server too.
  const isTried = async () =>
    (await reader().select().from(outbox)).filter(({ lastError }) => lastError).length === concurrency;
  await vi.waitUntil(isTried, { timeout: 30_000 });
  const tried = await attempts();
  let asked = 0;
  const unwell = createServer((socket) => {
    asked += 1;
    socket.destroy();
  }).listen(port, "127.0.0.1");
  await vi.waitUntil(() => asked > 0, { timeout: 30_000 });
  // A mail that is taken counts at once; stopping would take that back.
  expect(await attempts()).toBe(tried);
  await loop.stop();
  await new Promise((resolve) => unwell.close(resolve));
  smtp = await startSmtp({ port });
});

it("leaves a server that was in trouble alone until a mail is due", async () => {
  // It watches new connections to the database.
  await closeDatabase();
  const watch = recordStatements();
  onTestFinished(watch.stop);
  await openDatabase({ url: database.url });
  // One query for each priority.
  const looks = () => watch.countOf(/from "outbox" .*order by .*"due_at"/) / 4;
  smtp.failWith("mail", 550);
  await queueCancellations(1, "event");
  loop = startDeliveryLoop();
  await vi.waitUntil(async () => (await reader().select().from(outbox)).some(({ lastError }) => lastError), {
    timeout: 30_000,
  });
  smtp.heal();
  // The mail stays put off, as the clock of these tests stands still.
  const before = { connections: smtp.connections(), looks: looks() };
  await vi.waitUntil(() => looks() >= before.looks + 2, { timeout: 30_000 });
  expect(smtp.connections()).toBe(before.connections);
  await queueCancellations(1, "another event");
  expect(await received(1)).toBe(1);
});

it("keeps mail in the database without a mail server", async () => {
  setSmtpUrl("");
  loop = startDeliveryLoop();
  await queueCancellations(3, "event");
  await vi.waitUntil(async () => (await countOf("sent")) === 3, { timeout: 30_000 });
  expect(smtp.messages).toEqual([]);
});
