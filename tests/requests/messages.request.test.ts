import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Account, addAccounts, addEvent, addTickets } from "@/tests/harness/accounts";
import { fieldError, fieldValue, readDocument, wordsOf } from "@/tests/harness/html-form";
import type { Visitor } from "@/tests/harness/http-client";
import { type SmtpHarness, startSmtp } from "@/tests/harness/smtp";
import { startWorld, type World } from "@/tests/harness/world";

let smtp: SmtpHarness;
let world: World;
let organiser: Account;
let host: Visitor;
beforeAll(async () => {
  smtp = await startSmtp();
  world = await startWorld({ env: { SMTP_URL: smtp.url } });
  ({ account: organiser, visitor: host } = await world.join({ role: "organiser", name: "Grace Hopper" }));
});
afterAll(async () => {
  await world?.stop();
  await smtp?.stop();
});

const day = 24 * 3_600_000;
const pageOf = (event: string) => `/dashboard/events/${event}/messages`;
const message = { subject: "Doors open at seven", body: "Bring a <b>coat</b>.\n\nGrace" };

async function newEvent(holders: number, given: { startsAt?: Date } = {}) {
  const event = await addEvent(world.database, { createdBy: organiser.id, ...given });
  const accounts = await addAccounts(world.database, Array(holders).fill({}));
  if (holders > 0) await addTickets(world.database, event, accounts);
  return { event, accounts };
}

const sentFor = (event: string) =>
  world.database.sql("select subject, audience from messages where event_id = ?", [event]);

const previewOf = (page: { text: string; url: string }) =>
  readDocument(page).querySelector('[aria-label="Preview"]')?.textContent ?? null;

describe("messages without scripts", () => {
  it("are previewed with the number of people, then sent, and listed with what became of them", async () => {
    const { event, accounts } = await newEvent(3);
    const form = await host.get(pageOf(event));
    expect(form.status).toBe(200);
    expect(form.text).not.toContain("Send message");
    expect(wordsOf(form)).toContain("No messages yet.");

    const preview = await host.submit(form, "Preview", message);
    expect(previewOf(preview)).toContain("3 ticket holders");
    expect(previewOf(preview)).toContain("Bring a <b>coat</b>.");
    expect(fieldValue(preview, "subject")).toBe(message.subject);
    expect(fieldValue(preview, "body")).toBe(message.body);
    expect(await sentFor(event)).toEqual([]);

    const sent = await host.submit(preview, "Send message");
    expect([sent.status, sent.location]).toEqual([303, `${pageOf(event)}?done=sent`]);
    for (const { email } of accounts) {
      const mail = await smtp.waitForMail(({ envelopeTo }) => envelopeTo.includes(email));
      expect(mail.subject).toBe(message.subject);
    }
    await expect.poll(async () => wordsOf(await host.get(pageOf(event)))).toContain("3 delivered");
    expect(wordsOf(await host.get(String(sent.location)))).toContain("Message sent.");
    // The same button once more, as after a double click.
    expect((await host.submit(preview, "Send message")).location).toBe(`${pageOf(event)}?done=sent`);
    expect(await sentFor(event)).toHaveLength(1);
  });

  it("are refused with the field named and everything kept: too long, empty, to nobody", async () => {
    const { event } = await newEvent(1);
    const form = await host.get(pageOf(event));
    const long = await host.submit(form, "Preview", { ...message, body: "x".repeat(20_000) });
    expect(fieldError(long, "body")).toBe("Use at most 5,000 characters.");
    expect(fieldValue(long, "body")).toHaveLength(20_000);
    expect(fieldValue(long, "subject")).toBe(message.subject);
    expect(previewOf(long)).toBeNull();
    const empty = await host.submit(form, "Preview", { subject: "", body: " " });
    expect(fieldError(empty, "subject")).toBe("Enter a subject.");
    expect(fieldError(empty, "body")).toBe("Enter a message.");
    for (const intent of ["preview", "send"]) {
      const nobody = await host.submit(form, "Preview", { ...message, intent, audience: "waiting" });
      expect(fieldError(nobody, "audience")).toContain("Nobody would get this message now.");
      expect(fieldValue(nobody, "audience")).toBe("waiting");
      expect(fieldValue(nobody, "body")).toBe(message.body);
    }
    const odd = await host.submit(form, "Preview", { ...message, intent: "send", audience: "everybody" });
    expect(fieldError(odd, "audience")).toContain("Choose whom");
    expect(await sentFor(event)).toEqual([]);
  });

  it("are at most three a day, and the fourth is refused at its preview", async () => {
    const { event } = await newEvent(1);
    for (const subject of ["First", "Second", "Third"]) {
      const form = await host.get(pageOf(event));
      const { status } = await host.submit(form, "Preview", { ...message, subject, intent: "send" });
      expect(status).toBe(303);
    }
    const form = await host.get(pageOf(event));
    for (const intent of ["preview", "send"]) {
      const fourth = await host.submit(form, "Preview", { ...message, intent });
      expect(fourth.status).toBe(429);
      expect(wordsOf(fourth)).toContain("Try again in 24 hours.");
      expect(fieldValue(fourth, "body")).toBe(message.body);
    }
    expect(await sentFor(event)).toHaveLength(3);
  });

  it("can thank after the event, and cannot be written for a cancelled one", async () => {
    const { event } = await newEvent(1, { startsAt: new Date(Date.now() - 3 * day) });
    const form = await host.get(pageOf(event));
    expect((await host.submit(form, "Preview", { ...message, intent: "send" })).status).toBe(303);
    await world.database.sql("update events set cancelled_at = ?, allocated = 0 where id = ?", [
      new Date(),
      event,
    ]);
    const cancelled = await host.get(pageOf(event));
    expect(wordsOf(cancelled)).toContain("This event is cancelled");
    expect(cancelled.text).not.toContain('name="body"');
    const late = await host.submit(form, "Preview", { ...message, subject: "Late", intent: "send" });
    expect(wordsOf(late)).toContain("This event is cancelled");
    expect(await sentFor(event)).toHaveLength(1);
  });

  it("tell what was found with scripts too, as the state of the form", async () => {
    const { event } = await newEvent(1);
    const form = await host.get(pageOf(event));
    const previewed = await host.callAction(form, "Preview", message);
    expect([previewed.status, previewed.text.includes('"redirectTo":"/')]).toEqual([200, false]);
    const sent = await host.callAction(form, "Preview", { ...message, intent: "send" });
    expect(sent.text).toContain(`"redirectTo":"${pageOf(event)}?done=sent"`);
  });
});

describe("the messages of an event", () => {
  it("are for its organisers alone: seen by nobody else, and sent by nobody else", async () => {
    const { event, accounts } = await newEvent(1);
    const [holder] = accounts;
    if (!holder) throw new Error("no holder");
    const { account, visitor: stranger } = await world.join({ role: "organiser" });
    const own = await addEvent(world.database, { createdBy: account.id });
    const guest = await world.visitor().get(pageOf(event));
    expect(guest.location).toBe(`/sign-in?next=${encodeURIComponent(pageOf(event))}`);
    for (const who of [stranger, await world.as(holder)]) {
      const page = await who.get(pageOf(event));
      expect(page.status).toBe(404);
      expect(page.text).not.toContain("Ticket holders");
    }
    const form = await stranger.get(pageOf(own));
    for (const intent of ["preview", "send"]) {
      const forged = await stranger.submit(form, "Preview", { ...message, intent, eventId: event });
      expect(forged.status).toBe(404);
    }
    expect(await sentFor(event)).toEqual([]);

    const added = { event_id: event, user_id: holder.id, added_at: new Date(), added_by: organiser.id };
    await world.database.insert("event_organisers", [added]);
    const promoted = await world.as(holder);
    const page = await promoted.get(pageOf(event));
    expect((await promoted.submit(page, "Preview", { ...message, intent: "send" })).status).toBe(303);
    expect(wordsOf(await host.get(pageOf(event)))).toContain(message.subject);
  });

  it("are one of the sections of the event's page", async () => {
    const { event } = await newEvent(0);
    const page = readDocument(await host.get(`/dashboard/events/${event}`));
    const links = [...page.querySelectorAll('nav[aria-label="Sections"] a')];
    expect(links.map((link) => link.getAttribute("href"))).toContain(pageOf(event));
  });
});
