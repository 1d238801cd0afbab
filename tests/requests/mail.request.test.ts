import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { addAccounts, addEvent, addTickets, testPassword } from "@/tests/harness/accounts";
import { type SmtpHarness, startSmtp } from "@/tests/harness/smtp";
import { startWorld, type World } from "@/tests/harness/world";

const folder = mkdtempSync(path.join(tmpdir(), "evento-mail-"));
const faultFile = path.join(folder, "fault");

// Node loads it in every thread of the server: that of the worker fails once the file is there.
const faultOnDemand = `
  import { existsSync, rmSync } from "node:fs";
  const file = ${JSON.stringify(faultFile)};
  const failOnDemand = () => {
    if (!existsSync(file)) return;
    rmSync(file);
    throw new Error("a fault on demand");
  };
  if (process.argv[1]?.endsWith("/worker.mjs")) setInterval(failOnDemand, 20).unref();
`;

let smtp: SmtpHarness;
let world: World;
beforeAll(async () => {
  smtp = await startSmtp();
  const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(faultOnDemand)}`;
  world = await startWorld({ env: { SMTP_URL: smtp.url, NODE_OPTIONS } });
});
afterAll(async () => {
  await world?.stop();
  await smtp?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function register(email: string) {
  const visitor = world.visitor();
  const fields = { name: "Grace Hopper", email, password: testPassword };
  await visitor.submit(await visitor.get("/register"), "Create account", fields);
}

const mailTo = (email: string) => smtp.waitForMail(({ envelopeTo }) => envelopeTo.includes(email));

it("is sent by a thread of the server, which is started again when it fails", async () => {
  await register("before@example.org");
  await mailTo("before@example.org");

  writeFileSync(faultFile, "");
  await expect.poll(() => existsSync(faultFile)).toBe(false);
  expect((await world.visitor().get("/")).status).toBe(200);
  await register("after@example.org");
  expect((await mailTo("after@example.org")).subject).toContain("Confirm");
  await expect.poll(world.server.log).toMatch(/"message":"a fault on demand".*"msg":"the worker failed"/);
});

it("leaves its traces in the log of the server", async () => {
  smtp.failWith("rcpt", 550, "refused@example.org");
  await register("refused@example.org");
  await expect.poll(world.server.log).toMatch(/"kind":"registration".*"a mail is dead"/);
  smtp.heal();
});

it("loses nothing and sends nothing twice when the server is told to stop meanwhile", {
  timeout: 180_000,
}, async () => {
  const { account, visitor } = await world.join({ role: "organiser" });
  const event = await addEvent(world.database, { createdBy: account.id, capacity: 50 });
  const holders = await addAccounts(world.database, Array(50).fill({}));
  await addTickets(world.database, event, holders);
  const received = () =>
    smtp.messages.flatMap(({ subject, envelopeTo }) =>
      subject?.startsWith("Event cancelled") ? envelopeTo : [],
    );
  const count = async (state: string) => {
    const ofState = "select id from outbox where event_id = ? and state = ?";
    return (await world.database.sql(ofState, [event, state])).length;
  };

  const page = await visitor.get(`/dashboard/events/${event}`);
  expect((await visitor.submit(page, "Yes, cancel this event", { reason: "Storm" })).status).toBe(303);
  await expect.poll(() => received().length, { interval: 5 }).toBeGreaterThan(5);
  expect(await world.server.stop()).toBe(0);
  const sent = received().length;
  expect(sent).toBeLessThan(50);
  expect([await count("sent"), await count("queued")]).toEqual([sent, 50 - sent]);

  await world.restart();
  await expect.poll(() => received().length, { timeout: 90_000 }).toBe(50);
  await expect.poll(() => count("sent")).toBe(50);
  expect(received().sort()).toEqual(holders.map(({ email }) => email).sort());
});
