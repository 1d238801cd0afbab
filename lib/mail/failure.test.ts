import { afterEach, describe, expect, it } from "vitest";
import { type SmtpHarness, type SmtpStage, startSmtp } from "@/tests/harness/smtp";
import { classifySmtpError, describeFailure, isGivenUp, queuePause, retryPause } from "./failure";
import { openTransport, type Transport } from "./transport";

const mail = {
  id: "0123456789abcdefghjk",
  recipient: "ada@example.org",
  date: new Date("2030-01-01T12:00:00Z"),
  subject: "Hello",
  html: "<p>Hello</p>",
  text: "Hello",
  attachments: [],
};

let smtp: SmtpHarness;
let transport: Transport;

/** Sends one mail to a real server that refuses at `stage`, and classifies what nodemailer throws. */
async function refusedAt(stage: SmtpStage, code: number) {
  smtp = await startSmtp({ login: { user: "evento", pass: "s3cret-word" } });
  smtp.failWith(stage, code);
  transport = openTransport(smtp.url);
  return classifySmtpError(
    await transport.send(mail).then(
      () => null,
      (error: unknown) => error,
    ),
  );
}

describe("an SMTP server that refuses", () => {
  afterEach(async () => {
    transport.close();
    await smtp.stop();
  });

  it.each<[SmtpStage, number]>([
    ["rcpt", 550],
    ["data", 554],
  ])("gives the one mail up when it says no for good at %s", async (stage, code) => {
    expect(await refusedAt(stage, code)).toMatchObject({ dead: true, fault: "message" });
  });

  it.each<[SmtpStage, number]>([
    ["rcpt", 450],
    ["data", 451],
  ])("lets the one mail be tried again when it is busy at %s", async (stage, code) => {
    expect(await refusedAt(stage, code)).toMatchObject({ dead: false, fault: "message", counts: true });
  });

  it.each<[SmtpStage, number]>([
    ["connect", 554],
    ["auth", 535],
    ["mail", 550],
  ])("rests the whole queue when it says no for good at %s, at no cost to the mail", async (stage, code) => {
    expect(await refusedAt(stage, code)).toMatchObject({ dead: false, fault: "server", counts: false });
  });

  it.each<[SmtpStage, number]>([
    ["connect", 421],
    ["auth", 454],
    ["mail", 451],
  ])("rests the whole queue when it is busy at %s", async (stage, code) => {
    expect(await refusedAt(stage, code)).toMatchObject({ dead: false, fault: "server", counts: true });
  });

  it("rests the whole queue when it has no TLS though `requireTLS` demands it, and gets nothing", async () => {
    smtp = await startSmtp();
    transport = openTransport(`${smtp.url}?requireTLS=true`);
    const error: unknown = await transport.send(mail).catch((thrown: unknown) => thrown);
    expect(classifySmtpError(error)).toMatchObject({ dead: false, fault: "server", counts: false });
    expect(smtp.messages).toEqual([]);
    transport.close();
    transport = openTransport(smtp.url);
    await transport.send(mail);
    expect(smtp.messages).toHaveLength(1);
  });

  it("gives away neither user nor password in the reason", async () => {
    const { reason } = await refusedAt("auth", 535);
    expect(reason).toContain("535");
    expect(reason).not.toMatch(/s3cret-word|evento:/);
  });
});

it("leaves open whose fault it is when nobody listens", async () => {
  const gone = await startSmtp();
  await gone.stop();
  const unreachable = openTransport(gone.url);
  const error = await unreachable.send(mail).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  unreachable.close();
  expect(classifySmtpError(error)).toMatchObject({ dead: false, fault: "unclear", counts: true });
});

it("kills a mail whose address no envelope can hold", async () => {
  const server = await startSmtp();
  const opened = openTransport(server.url);
  const error = await opened.send({ ...mail, recipient: "ada\u0000@example.org" }).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  opened.close();
  await server.stop();
  expect(server.messages).toEqual([]);
  expect(classifySmtpError(error)).toMatchObject({ dead: true, fault: "message" });
});

describe("reasons", () => {
  it("are one short line without addresses of links", () => {
    const said = `550 spam:\r\n see http://localhost:3000/verify-email?token=abc.def ${"x".repeat(400)}`;
    expect(describeFailure(new Error(said))).toMatch(/^550 spam: see … x{100,}$/);
    expect(describeFailure(new Error(said)).length).toBe(200);
  });
});

describe("pauses", () => {
  it("of a refused message double from a minute to four hours", () => {
    const minutes = [1, 2, 3, 8, 9, 30].map((attempts) => retryPause("message", attempts, 0) / 60_000);
    expect(minutes).toEqual([1, 2, 4, 128, 240, 240]);
    expect(retryPause("message", 1, 1)).toBe(72_000);
  });

  it("are short while the server may be in trouble, and grow if it never is well again", () => {
    const minutes = [1, 5, 6, 7, 30].map((attempts) => retryPause("unclear", attempts, 0) / 60_000);
    expect(minutes).toEqual([1, 1, 2, 4, 240]);
    expect(retryPause("server", 30, 0)).toBe(30_000);
  });

  it("of the queue double from five seconds to half a minute", () => {
    expect([1, 2, 3, 4, 50].map((troubles) => queuePause(troubles, 0) / 1000)).toEqual([5, 10, 20, 30, 30]);
  });

  it("end after four days of trying", () => {
    const createdAt = new Date("2030-01-01T12:00:00Z");
    const hoursLater = (hours: number) => new Date(createdAt.getTime() + hours * 3_600_000);
    expect(isGivenUp({ createdAt, attempts: 30 }, hoursLater(95.9))).toBe(false);
    expect(isGivenUp({ createdAt, attempts: 30 }, hoursLater(96))).toBe(true);
    expect(isGivenUp({ createdAt, attempts: 4 }, hoursLater(200))).toBe(false);
  });
});
