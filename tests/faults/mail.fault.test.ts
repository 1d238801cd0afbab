import { randomInt } from "node:crypto";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { expect, it, onTestFinished, type TestContext } from "vitest";
import { type SmtpHarness, startSmtp } from "@/tests/harness/smtp";
import { openGate } from "@/tests/harness/tcp-gate";
import { startWorld, type World } from "@/tests/harness/world";
import { median } from "../../bench/statistics";
import { addHeldEvent } from "./holders";
import { judgeSlowed } from "./judge-load";
import { judgeMails } from "./judge-mails";
import { reportFault } from "./report";

const minute = 60_000;

/** How long outages last that a queue has to recover from quickly, and within how many ms it has to. */
const outage = 10.5 * minute;
const recovery = 90_000;

const secondsSince = (from: number) => (performance.now() - from) / 1_000;
const inSeconds = (seconds: number) => `${seconds.toFixed(1)} s`;

/** Polls until it is so, or until so many ms have passed; the caller checks what came of it. */
async function waitUntil(isSo: () => boolean | Promise<boolean>, ms: number) {
  const end = performance.now() + ms;
  while (!(await isSo()) && performance.now() < end) await pause(50);
}

const countOf = async (world: World, condition: string) =>
  Number((await world.database.sql(`select count(*) as n from outbox where ${condition}`))[0]?.n);

/** The people who got their mail, by what the mail server took. */
const reached = (smtp: SmtpHarness) => new Set(smtp.messages.flatMap(({ envelopeTo }) => envelopeTo));

type Outage = {
  name: string;
  /** In ms. */
  lasts: number;
  login?: { user: string; pass: string };
  begin: (smtp: SmtpHarness) => void;
  /** Whether a mail may come twice, because its acceptance was not answered. */
  repeats?: boolean;
};

const login = { user: "evento", pass: "a password of the mail server" };

const outages: Outage[] = [
  { name: "not answering a connection", lasts: outage, begin: (smtp) => smtp.stallAt("connect") },
  { name: "421 at the greeting", lasts: outage, begin: (smtp) => smtp.failWith("connect", 421) },
  { name: "454 at AUTH", lasts: outage, login, begin: (smtp) => smtp.failWith("auth", 454) },
  { name: "535 at AUTH", lasts: outage, login, begin: (smtp) => smtp.failWith("auth", 535) },
  { name: "451 at MAIL FROM", lasts: outage, begin: (smtp) => smtp.failWith("mail", 451) },
  { name: "not answering to DATA", lasts: outage, begin: (smtp) => smtp.stallAt("data") },
  // Each mail is its own server's business here, so it waits a minute and then longer: see spec M2.
  { name: "451 at RCPT TO", lasts: 0.5 * minute, begin: (smtp) => smtp.failWith("rcpt", 451) },
  { name: "451 at DATA", lasts: 0.5 * minute, begin: (smtp) => smtp.failWith("data", 451) },
  {
    name: "dropping 20 connections after the final dot",
    lasts: 0.2 * minute,
    begin: (smtp) => smtp.dropAccepted(20),
    repeats: true,
  },
];

/** Begins an outage for a server of its own that is about to send 60 mails. */
async function beginOutage({ name, lasts, login, begin, repeats }: Outage): Promise<Suffered> {
  const smtp = await startSmtp({ login });
  onTestFinished(smtp.stop);
  const world = await startWorld({ env: { SMTP_URL: smtp.url } });
  onTestFinished(world.stop);
  const { recipients, cancel } = await addHeldEvent(world, 60);
  begin(smtp);
  return { name, lasts, smtp, world, recipients, cancel, heal: smtp.heal, repeats };
}

/** Like `beginOutage`, with a mail server to which no connection can be made. */
async function beginRefusal(): Promise<Suffered> {
  const smtp = await startSmtp();
  onTestFinished(smtp.stop);
  const gate = await openGate(smtp.port);
  onTestFinished(gate.shut);
  const world = await startWorld({ env: { SMTP_URL: `smtp://127.0.0.1:${gate.port}` } });
  onTestFinished(world.stop);
  const { recipients, cancel } = await addHeldEvent(world, 60);
  await gate.shut();
  const name = "refusing connections";
  return { name, lasts: outage, smtp, world, recipients, cancel, heal: gate.open };
}

type Suffered = Pick<Outage, "name" | "lasts" | "repeats"> & {
  smtp: SmtpHarness;
  world: World;
  recipients: string[];
  cancel: () => Promise<void>;
  heal: () => void | Promise<void>;
};

/** Waits for the end of the outage, and returns a row about what arrives afterwards. */
async function sufferOutage({ name, lasts, smtp, world, recipients, heal, repeats }: Suffered) {
  await waitUntil(async () => (await countOf(world, "true")) === recipients.length, minute);
  await pause(lasts);
  const broken: string[] = [];
  const dead = await countOf(world, "state = 'dead'");
  if (dead > 0) broken.push(`${dead} mails were given up`);
  const waiting = await countOf(world, "state = 'queued'");
  await heal();
  const from = performance.now();
  await waitUntil(() => reached(smtp).size === recipients.length, 6 * minute);
  const took = secondsSince(from);
  if (took * 1_000 > recovery) broken.push(`the mails took ${inSeconds(took)} after the server's recovery`);
  await waitUntil(async () => (await countOf(world, "state = 'queued'")) === 0, minute);
  const mayRepeat = repeats ? new Map(recipients.map((recipient) => [recipient, 1])) : undefined;
  broken.push(...judgeMails({ recipients, received: smtp.messages, mayRepeat }));
  // As if the mail server had forgotten one that it accepted.
  const remembered = smtp.messages.filter(({ envelopeTo }) => !envelopeTo.includes(recipients[0] ?? ""));
  const control = judgeMails({ recipients, received: remembered, mayRepeat }).join("; ");
  if (!control.includes("is lost")) broken.push("a mail that the server forgot was not found");
  return {
    fault: `mail server ${name} for ${Math.round(lasts / 1_000)} s: no mail is lost, 60 are out in 90 s`,
    attempts: 1,
    kept: reached(smtp).size,
    broken,
    figures: `${waiting} waited; all out ${inSeconds(took)} after recovery`,
    control: `one accepted mail forgotten: ${control}`,
  };
}

it("loses no mail in any outage, and sends all soon after it", async (context) => {
  const begun: Suffered[] = [];
  for (const begin of [beginRefusal, ...outages.map((each) => () => beginOutage(each))]) {
    const next = await begin();
    await next.cancel();
    begun.push(next);
  }
  const rows = await Promise.all(begun.map(sufferOutage));
  for (const row of rows) context.task.meta.faults = [...(context.task.meta.faults ?? []), row];
  expect(rows.flatMap(({ fault, broken }) => broken.map((what) => `${fault}: ${what}`))).toEqual([]);
});

it("holds up nobody for dead addresses, and keeps what the server refused for good", async (context) => {
  const smtp = await startSmtp();
  onTestFinished(smtp.stop);
  const world = await startWorld({ env: { SMTP_URL: smtp.url } });
  onTestFinished(world.stop);
  const { event, recipients, cancel } = await addHeldEvent(world, 200);
  const [refused = "", ...others] = recipients;
  const stalling = others.slice(0, 8);
  const dropped = others.slice(8, 12);
  const usual = others.slice(12);
  smtp.failWith("rcpt", 550, refused);
  smtp.breakOff("stall", stalling);
  smtp.breakOff("drop", dropped);
  await cancel();
  const from = performance.now();
  await waitUntil(() => reached(smtp).size === usual.length, 3 * minute);
  const took = secondsSince(from);
  const received = [...smtp.messages];
  await waitUntil(async () => (await countOf(world, "state = 'dead'")) > 0, minute);
  const broken = judgeMails({ recipients: usual, received });
  if (took > 90) broken.push(`the others' mails took ${inSeconds(took)}`);
  const [dead] = await world.database.sql("select recipient, last_error from outbox where state = 'dead'");
  if (dead?.recipient !== refused || !String(dead?.last_error).includes("550"))
    broken.push("the refused mail is not shown as dead with the server's answer");
  // Once the addresses work: the refused one is sent again by its organiser, the others by themselves.
  smtp.heal();
  const organiser = await world.database.sql("select created_by as id from events where id = ?", [event]);
  const [account] = await world.database.sql("select * from users where id = ?", [String(organiser[0]?.id)]);
  const visitor = await world.as(account as never);
  await visitor.submit(await visitor.get(`/dashboard/events/${event}`), "Send again");
  await waitUntil(() => reached(smtp).size === recipients.length, 5 * minute);
  broken.push(...judgeMails({ recipients, received: smtp.messages }));
  reportFault(context, {
    fault:
      "550 at RCPT TO for 1 of 200, no answer for 8, broken off for 4: the others get their mail, these later",
    attempts: 13,
    kept: reached(smtp).size,
    broken,
    figures: `187 others out in ${inSeconds(took)}`,
  });
});

/** Kills the server again and again while it sends mails; returns what may have come twice, and how often it was. */
async function killWhileSending(
  world: World,
  {
    smtp,
    mails,
    kills,
    onKilled,
  }: { smtp: SmtpHarness; mails: number; kills: number; onKilled?: () => Promise<void> },
) {
  const mayRepeat = new Map<string, number>();
  let startedIn = 0;
  let done = 0;
  for (; done < kills && smtp.messages.length < mails * 2; done += 1) {
    const left = Math.max(0, mails - reached(smtp).size);
    const next = smtp.messages.length + randomInt(1, 2 + Math.floor((2 * left) / (kills - done)));
    // Near the end most mails wait for the lease of a server that was killed.
    await waitUntil(() => smtp.messages.length >= next, 3_000);
    await pause(randomInt(0, 20));
    process.kill(world.server.pid, "SIGKILL");
    await world.server.stop();
    await smtp.whenQuiet();
    const marked = await world.database.sql("select recipient from outbox where state = 'sent'");
    const isMarked = new Set(marked.map(({ recipient }) => String(recipient)));
    for (const recipient of reached(smtp))
      if (!isMarked.has(recipient)) {
        const times = smtp.messages.filter(({ envelopeTo }) => envelopeTo.includes(recipient)).length;
        mayRepeat.set(recipient, times);
      }
    await onKilled?.();
    const from = performance.now();
    await world.restart();
    startedIn = Math.max(startedIn, secondsSince(from));
  }
  return { mayRepeat, startedIn, done };
}

async function judgeKills(
  context: TestContext,
  { mails, kills, tampered }: { mails: number; kills: number; tampered?: "marks" | "mails" },
) {
  let n = 0;
  const loses = () => tampered === "mails" && ++n % 10 === 0;
  const smtp = await startSmtp({ loses });
  context.onTestFinished(smtp.stop);
  const world = await startWorld({ env: { SMTP_URL: smtp.url } });
  context.onTestFinished(world.stop);
  const { recipients, cancel } = await addHeldEvent(world, mails);
  await cancel();
  await waitUntil(() => smtp.messages.length > 0, minute);
  // As if a backup were restored, or marks were written without a commit.
  const forgetMark = () =>
    world.database
      .sql(`update outbox set state = 'queued', due_at = created_at where id in
        (select id from outbox where state = 'sent' order by sent_at limit 3)`)
      .then(() => undefined);
  const onKilled = tampered === "marks" ? forgetMark : undefined;
  const { mayRepeat, startedIn, done } = await killWhileSending(world, { smtp, mails, kills, onKilled });
  const isOver = async () => (await countOf(world, "state = 'queued'")) === 0;
  await waitUntil(async () => (await isOver()) && (await countOf(world, "true")) === mails, 10 * minute);
  const twice = smtp.messages.length - reached(smtp).size;
  const broken = judgeMails({ recipients, received: smtp.messages, mayRepeat });
  return { broken, twice, startedIn, done, mayRepeat, kept: reached(smtp).size };
}

it("loses no mail when the server is killed 100 times during 2,000 mails", async (context) => {
  const [forgets, tampered] = await Promise.all(
    (["mails", "marks"] as const).map((what) => judgeKills(context, { mails: 60, kills: 2, tampered: what })),
  );
  expect(forgets?.broken.join("\n")).toMatch(/the mail to \S+ is lost/);
  expect(tampered?.broken.join("\n")).toMatch(/got 2 mails instead of at most 1/);

  const { broken, done, kept, twice, mayRepeat, startedIn } = await judgeKills(context, {
    mails: 2_000,
    kills: 100,
  });
  if (done < 100) broken.push(`the server was killed only ${done} times`);
  reportFault(context, {
    fault:
      "kill -9 of the server, and its mail worker, during 2,000 mails: none is lost, twice only between acceptance and mark",
    attempts: done,
    kept,
    broken,
    figures: `${twice} came twice, of ${mayRepeat.size} whose acceptance was not marked; ready in at most ${inSeconds(startedIn)}`,
    control: `a mail server that loses mails: ${forgets?.broken.length} found; marks undone: ${tampered?.broken.length} found`,
  });
});

/** Opens connections whose request bodies come a byte a second; the returned function closes them. */
function sendSlowBodies(port: number, count: number) {
  const sockets = new Set<Socket>();
  const open = () => {
    const socket = connect(port, "127.0.0.1");
    sockets.add(socket);
    // The server ends it after a minute.
    socket.on("error", () => {});
    socket.write(
      `POST /register HTTP/1.1\r\nHost: localhost:${port}\r\nOrigin: http://localhost:${port}\r\n` +
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 60000\r\n\r\n",
    );
    return once(socket, "connect");
  };
  const dribble = setInterval(() => {
    for (const socket of sockets) if (!socket.destroyed) socket.write("a");
  }, 1_000);
  const opened = Promise.all(Array.from({ length: count }, open));
  return {
    opened,
    close: () => {
      clearInterval(dribble);
      for (const socket of sockets) socket.destroy();
    },
  };
}

it("is not slowed by slow request bodies", async (context) => {
  const smtp = await startSmtp();
  onTestFinished(smtp.stop);
  const world = await startWorld({ env: { SMTP_URL: smtp.url } });
  onTestFinished(world.stop);
  const sendMails = async () => {
    const { recipients, cancel } = await addHeldEvent(world, 200);
    const before = smtp.messages.length;
    const from = performance.now();
    await cancel();
    await waitUntil(() => smtp.messages.length - before >= recipients.length, 3 * minute);
    const received = smtp.messages.slice(before);
    return { took: secondsSince(from), broken: judgeMails({ recipients, received }) };
  };
  await sendMails();
  const quiet: number[] = [];
  const beside: number[] = [];
  const broken: string[] = [];
  for (let round = 0; round < 3; round += 1) {
    const alone = await sendMails();
    const slow = sendSlowBodies(world.server.port, 1_000);
    await slow.opened;
    const among = await sendMails();
    slow.close();
    quiet.push(alone.took);
    beside.push(among.took);
    broken.push(...alone.broken, ...among.broken);
  }
  broken.push(...judgeSlowed(quiet, beside));
  const slowed = quiet.map((seconds) => 2 * seconds + 2);
  const control = judgeSlowed(quiet, slowed).join("; ");
  expect(control).toMatch(/took/);
  reportFault(context, {
    fault: "1,000 request bodies that come a byte a second: mail is not slowed",
    attempts: 3_000,
    kept: 1_200 - broken.length,
    broken,
    figures: `200 mails in ${inSeconds(median(beside))}, without them in ${inSeconds(median(quiet))} (medians of 3)`,
    control: `rounds of ${slowed.map(inSeconds).join(", ")}: ${control}`,
  });
});
