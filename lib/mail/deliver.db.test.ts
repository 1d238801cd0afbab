import { setImmediate as nextTurn } from "node:timers/promises";
import { asc, eq, inArray } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { DatabaseUnavailable, openDatabase, reader, transaction } from "@/db/client";
import { events, outbox, passwordResets, registrations } from "@/db/schema";
import { confirmRegistration } from "@/lib/accounts/commands/confirm-registration";
import { register as registerCommand } from "@/lib/accounts/commands/register";
import { requestReset } from "@/lib/accounts/commands/request-reset";
import { resendConfirmation } from "@/lib/accounts/commands/resend-confirmation";
import { decide } from "@/lib/outcome/outcome";
import { newId } from "@/lib/runtime/ids";
import { readBarcodeImage } from "@/tests/harness/barcode-reader";
import { withDatabase } from "@/tests/harness/database";
import {
  createEvent,
  createOrganiser,
  createRegistration,
  createTicket,
  createUser,
  testNow,
} from "@/tests/harness/factories";
import { lockDatabase } from "@/tests/harness/lock";
import { awkwardEvent, sampleFacts } from "@/tests/harness/mail-facts";
import { type SmtpHarness, startSmtp } from "@/tests/harness/smtp";
import { type Delivery, deliverDue } from "./deliver";
import { leaseMail } from "./lease";
import { createMarks } from "./marks";
import type { OutboxRow } from "./outbox";
import { queueMail } from "./outbox";
import { priorities } from "./priority";
import { findStoredMail, listMailbox } from "./queries";
import { openTransport, type Transport } from "./transport";

const database = withDatabase();

let smtp: SmtpHarness;
let transport: Transport;

beforeEach(async () => {
  smtp = await startSmtp();
  transport = openTransport(smtp.url);
});

afterEach(async () => {
  transport.close();
  await smtp.stop();
});

const later = (minutes: number) => new Date(testNow.getTime() + minutes * 60_000);

const deliver = (now = testNow, more: Partial<Delivery> = {}) =>
  deliverDue({ now: () => now, transport, concurrency: 5, ...more });

async function queueTickets(count: number) {
  const recipients = Array.from({ length: count }, (_, n) => `holder${n}@example.org`);
  await transaction(async (tx) => {
    for (const recipient of recipients) {
      await queueMail(tx, {
        kind: "ticket",
        recipient,
        dedupeKey: newId(),
        facts: sampleFacts.ticket,
        at: testNow,
      });
    }
  });
  return recipients;
}

const sentTo = () => smtp.messages.flatMap(({ envelopeTo }) => envelopeTo).sort();

async function onlyRow() {
  const [row, ...rest] = await reader().select().from(outbox);
  if (!row || rest.length > 0) throw new Error("expected one row");
  return row;
}

describe("delivery", () => {
  it("sends a ticket whose barcodes decode to its code, once, to its holder alone", async () => {
    await queueTickets(1);
    expect(await deliver()).toEqual({ taken: 1, trouble: false });
    expect(await deliver(later(60))).toEqual({ taken: 0, trouble: false });
    expect(smtp.messages).toHaveLength(1);
    const [mail] = smtp.messages;
    const row = await onlyRow();
    expect(row).toMatchObject({ state: "sent", attempts: 1, lastError: null, sentAt: testNow });
    expect(mail?.envelopeTo).toEqual(["holder0@example.org"]);
    expect(mail?.envelopeFrom).toBe("no-reply@localhost");
    expect(mail?.subject).toBe("Your ticket for O'Brien & Sons <b>");
    expect(mail?.messageId).toBe(`<${row.id}@localhost>`);
    expect(mail?.date).toEqual(testNow);
    expect(mail?.headers.get("auto-submitted")).toBe("auto-generated");
    expect(mail?.text).toContain("0123 4567 89AB CDEF");
    const images = mail?.attachments.filter(({ related }) => related) ?? [];
    const read = await Promise.all(images.map(({ content }) => readBarcodeImage(content)));
    expect(read.flat()).toEqual([
      { format: "QRCode", text: "0123456789ABCDEF" },
      { format: "Code128", text: "0123456789ABCDEF" },
    ]);
    const calendar = mail?.attachments.find(({ filename }) => filename === "o-brien-sons-b.ics");
    expect(calendar?.contentType).toBe("text/calendar");
    expect(calendar?.content.toString()).toContain(`UID:${awkwardEvent.id}@localhost`);
  });

  it.each([
    "=?utf-8?Q?Free_beer?=",
    "Jazz =?utf-8?B?RnJlZQ==?= night",
    '=?iso-8859-1?q?a?= =?x?= Zoë\'s "late" concert in the hall with a very long name, and then some more',
  ])("names an event %j in its subject exactly", async (name) => {
    const facts = { ...sampleFacts.promoted, event: { ...awkwardEvent, name } };
    const mail = { kind: "promoted" as const, recipient: "a@example.org", dedupeKey: "x", at: testNow };
    await transaction((tx) => queueMail(tx, { ...mail, facts }));
    await deliver();
    expect(smtp.messages.map(({ subject }) => subject)).toEqual([`You are now an organiser of ${name}`]);
  });

  it("asks for replies at the event's address of now in mails to holders, and in no others", async () => {
    const event = await createEvent({ contact: "old@example.org" });
    const about = { ...awkwardEvent, id: event.id };
    const holder = await createTicket({ eventId: event.id });
    const ofHolders = ["ticket", "ticket-cancelled", "event-cancelled", "location-changed"] as const;
    const send = async (contact: string) => {
      await transaction(async (tx) => {
        for (const kind of [...ofHolders, "promoted"] as const) {
          const facts = { ...sampleFacts[kind], event: about, ticketId: holder.id } as never;
          await queueMail(tx, { kind, recipient: "a@example.org", dedupeKey: contact, facts, at: testNow });
        }
      });
      await transaction(async (tx) => tx.update(events).set({ contact }).where(eq(events.id, event.id)));
      smtp.messages.length = 0;
      await deliver();
      return smtp.messages.map(({ replyTo }) => replyTo?.value[0]?.address).sort();
    };
    expect(await send("new@example.org")).toEqual([...Array(4).fill("new@example.org"), undefined]);
    for (const contact of ["https://example.org/", ""])
      expect(await send(contact)).toEqual(Array(5).fill(undefined));
  });

  it("sends each holder of a cancelled event a message of their own", async () => {
    const recipients = ["a@example.org", "b@example.org", "c@example.org"];
    await transaction(async (tx) => {
      for (const recipient of recipients) {
        const facts = sampleFacts["event-cancelled"];
        await queueMail(tx, { kind: "event-cancelled", recipient, dedupeKey: "event", facts, at: testNow });
      }
    });
    await deliver();
    expect(smtp.messages.map(({ envelopeTo }) => envelopeTo.join()).sort()).toEqual(recipients);
    for (const mail of smtp.messages) {
      expect(
        [mail.to, mail.cc, mail.bcc]
          .flat()
          .map((list) => list?.text)
          .join(""),
      ).toBe(mail.envelopeTo[0]);
      expect(mail.attachments[0]?.content.toString()).toContain("METHOD:CANCEL");
    }
  });

  it("ends a round that waits for mail when the database fails one of its lanes", async () => {
    await queueTickets(1);
    let isFirst = true;
    const lease: Delivery["lease"] = async (...taken) => {
      if (!isFirst) return leaseMail(...taken);
      isFirst = false;
      throw new DatabaseUnavailable("The database is locked.");
    };
    const round = deliver(testNow, { concurrency: 2, lookAgain: () => nextTurn(), lease });
    await expect(round).rejects.toThrow(DatabaseUnavailable);
  });

  it("keeps mail in the database when there is no mail server", async () => {
    await queueTickets(2);
    expect(await deliver(testNow, { transport: null })).toEqual({ taken: 2, trouble: false });
    const rows = await reader().select().from(outbox);
    expect(rows.map(({ state }) => state)).toEqual(["sent", "sent"]);
  });

  it("sends links first, then tickets, then the rest, each oldest first", async () => {
    const kinds = [
      "promoted",
      "ticket",
      "password-changed",
      "ticket",
      "reset-password",
      "confirm-address",
    ] as const;
    const tokens = { "reset-password": newId(), "confirm-address": newId() };
    await createRegistration({ id: tokens["confirm-address"] });
    await transaction(async (tx) => {
      const reset = { email: "4@example.org", createdAt: testNow, expiresAt: later(60) };
      await tx.insert(passwordResets).values({ id: tokens["reset-password"], ...reset });
      for (const [n, kind] of kinds.entries()) {
        const facts = {
          ...sampleFacts[kind],
          ...(kind in tokens && { tokenId: tokens[kind as "reset-password"] }),
        };
        const mail = { recipient: `${n}@example.org`, dedupeKey: newId(), at: later(n - 9) };
        await queueMail(tx, { kind, facts: facts as never, ...mail });
      }
    });
    await deliver(testNow, { concurrency: 1 });
    const sent = smtp.messages.flatMap(({ envelopeTo }) => envelopeTo.map((to) => kinds[Number(to[0])]));
    expect(sent).toEqual([
      ...["reset-password", "confirm-address", "ticket", "ticket", "promoted", "password-changed"],
    ]);
  });

  it("leaves mail alone that is not due yet", async () => {
    await queueTickets(1);
    expect(await deliver(later(-1))).toEqual({ taken: 0, trouble: false });
  });

  it("marks a mail dead that cannot be made and sends the others", async () => {
    await queueTickets(1);
    await transaction(async (tx) => {
      const event = { ...awkwardEvent, timeZone: "Nowhere/At_All" };
      const facts = { ...sampleFacts.ticket, event };
      await queueMail(tx, {
        kind: "ticket",
        recipient: "x@example.org",
        dedupeKey: "x",
        facts,
        at: later(-1),
      });
    });
    await deliver();
    expect(smtp.messages).toHaveLength(1);
    const [dead] = await reader().select().from(outbox).where(eq(outbox.state, "dead"));
    expect(dead).toMatchObject({ recipient: "x@example.org" });
  });
});

describe("two workers at once", () => {
  /** Both look first and take afterwards: each sees every mail as due. */
  async function raceOn(lease: Delivery["lease"]) {
    const recipients = await queueTickets(12);
    let looked = 0;
    let bothLooked = () => {};
    const start = new Promise<void>((resolve) => {
      bothLooked = resolve;
    });
    const worker = () => {
      let first = true;
      return deliver(testNow, {
        concurrency: 3,
        lease: async (id, now) => {
          if (first) {
            first = false;
            looked += 1;
            if (looked === 2) bothLooked();
          }
          await start;
          return (lease ?? leaseMail)(id, now);
        },
      });
    };
    const reports = await Promise.all([worker(), worker()]);
    return { recipients, taken: reports.reduce((sum, { taken }) => sum + taken, 0) };
  }

  it("send each mail exactly once", async () => {
    const { recipients, taken } = await raceOn(leaseMail);
    expect(taken).toBe(12);
    expect(sentTo()).toEqual(recipients.sort());
  });

  it("would send mails twice without the guard of the lease", async () => {
    const { taken } = await raceOn((id) =>
      transaction(async (tx) => {
        const [row] = await tx
          .select()
          .from(outbox)
          .where(inArray(outbox.id, [id]));
        return row as OutboxRow;
      }),
    );
    expect(taken).toBeGreaterThan(12);
    expect(sentTo().length).toBeGreaterThan(12);
  });
});

describe("a mail that fails", () => {
  it("is dead at once when its recipient is refused, and holds up nobody", async () => {
    await queueTickets(3);
    smtp.failWith("rcpt", 550, "holder1@example.org");
    expect(await deliver()).toEqual({ taken: 3, trouble: false });
    expect(smtp.messages).toHaveLength(2);
    const [dead] = await reader().select().from(outbox).where(eq(outbox.recipient, "holder1@example.org"));
    expect(dead).toMatchObject({ state: "dead", lastError: expect.stringContaining("550") });
  });

  it("is tried again with the same Message-ID after a growing pause", async () => {
    await queueTickets(1);
    smtp.failWith("data", 451);
    await deliver();
    const first = await onlyRow();
    expect(first).toMatchObject({ state: "queued", attempts: 1, lastError: expect.stringContaining("451") });
    expect(first.dueAt.getTime()).toBeGreaterThanOrEqual(later(1).getTime());
    expect(await deliver(later(0.9))).toEqual({ taken: 0, trouble: false });
    await deliver(later(2));
    const second = await onlyRow();
    expect(second.dueAt.getTime()).toBeGreaterThanOrEqual(later(4).getTime());
    smtp.heal();
    await deliver(later(5));
    expect(smtp.messages.map(({ messageId }) => messageId)).toEqual([`<${first.id}@localhost>`]);
    expect(await onlyRow()).toMatchObject({ state: "sent", attempts: 3, lastError: null });
  });

  it("is dead after four days of being put off", async () => {
    await queueTickets(1);
    smtp.failWith("rcpt", 450);
    let now = testNow;
    for (let tries = 0; tries < 100 && (await onlyRow()).state === "queued"; tries += 1) {
      now = (await onlyRow()).dueAt;
      await deliver(now);
    }
    expect(await onlyRow()).toMatchObject({ state: "dead" });
    const days = (now.getTime() - testNow.getTime()) / 86_400_000;
    expect(days).toBeGreaterThanOrEqual(4);
    expect(days).toBeLessThan(4.3);
  });

  it.each([["auth"], ["mail"], ["connect"]] as const)(
    "stops the round when the server refuses everybody at %s",
    async (stage) => {
      const locked = await startSmtp({ login: { user: "evento", pass: "wrong-here" } });
      const opened = openTransport(locked.url);
      await queueTickets(8);
      locked.failWith(stage, stage === "auth" ? 535 : 550);
      const report = await deliver(testNow, { transport: opened, concurrency: 1 });
      expect(report).toEqual({ taken: 1, trouble: true });
      const rows = await reader().select().from(outbox);
      expect(rows.every(({ state, attempts }) => state === "queued" && attempts === 0)).toBe(true);
      locked.heal();
      await deliver(later(2), { transport: opened });
      expect(locked.messages).toHaveLength(8);
      opened.close();
      await locked.stop();
    },
  );

  it("is due again within half a minute when the server was in trouble, however long it has been tried", async () => {
    await queueTickets(1);
    await transaction(async (tx) => tx.update(outbox).set({ attempts: 20 }));
    smtp.failWith("mail", 451);
    expect(await deliver()).toEqual({ taken: 1, trouble: true });
    expect((await onlyRow()).attempts).toBe(21);
    smtp.heal();
    await deliver(later(0.5));
    expect(smtp.messages).toHaveLength(1);
  });

  it.each(["stall", "drop"] as const)("holds up nobody when the server lets 8 recipients %s", async (how) => {
    const recipients = await queueTickets(24);
    const broken = recipients.slice(0, 8);
    smtp.breakOff(how, broken);
    const impatient = openTransport(smtp.url, { first: how === "stall" ? 2_000 : 30_000, patient: 30_000 });
    expect(await deliver(testNow, { transport: impatient })).toEqual({ taken: 24, trouble: false });
    expect(sentTo()).toEqual(recipients.slice(8).sort());
    const waiting = await reader().select().from(outbox).where(eq(outbox.state, "queued"));
    expect(waiting.map(({ recipient }) => recipient).sort()).toEqual(broken.toSorted());
    for (const { attempts, dueAt, priority } of waiting) {
      expect([attempts, priority]).toEqual([1, priorities.stalled]);
      expect(dueAt.getTime()).toBeGreaterThanOrEqual(later(1).getTime());
    }
    smtp.heal();
    await deliver(later(2), { transport: impatient });
    expect(sentTo()).toEqual(recipients.sort());
    impatient.close();
  });

  it("stops the round when a conversation breaks off and the server no longer answers", async () => {
    const recipients = await queueTickets(8);
    smtp.breakOff("drop", recipients);
    const server = smtp;
    const stopping = {
      send: async (mail: Parameters<Transport["send"]>[0]) => {
        const sent = transport.send(mail);
        await server.stop();
        return sent;
      },
      verify: () => transport.verify(),
    };
    expect(await deliver(testNow, { transport: stopping, concurrency: 1 })).toEqual({
      taken: 1,
      trouble: true,
    });
    const rows = await reader().select().from(outbox);
    expect(rows.every(({ state, priority }) => state === "queued" && priority === priorities.ticket)).toBe(
      true,
    );
    smtp = await startSmtp();
  });

  it("goes out once a server that was down is up again", async () => {
    await queueTickets(4);
    const { port } = smtp;
    await smtp.stop();
    expect(await deliver(testNow, { concurrency: 1 })).toEqual({ taken: 1, trouble: true });
    smtp = await startSmtp({ port });
    await deliver(later(2));
    expect(smtp.messages).toHaveLength(4);
  });

  it("is tried again when the worker that held it died", async () => {
    await queueTickets(1);
    const { id } = await onlyRow();
    expect(await leaseMail(id, testNow)).toBeDefined();
    expect(await deliver(later(0.9))).toEqual({ taken: 0, trouble: false });
    expect(await deliver(later(1))).toEqual({ taken: 1, trouble: false });
    expect(smtp.messages).toHaveLength(1);
  });
});

describe("a mail that was accepted", () => {
  it("is not sent again when the database could not take its mark", async () => {
    await openDatabase({ url: database.url, limitMs: 300 });
    await queueTickets(1);
    const sent: string[] = [];
    const marks = createMarks();
    let lock: Awaited<ReturnType<typeof lockDatabase>> | undefined;
    // Another process locks the database just after the server has accepted the mail.
    const locking: Delivery["transport"] = {
      send: async ({ recipient }) => {
        sent.push(recipient);
        lock = await lockDatabase(database.url);
      },
      verify: async () => true,
    };
    await expect(deliver(testNow, { transport: locking, marks })).rejects.toThrow(DatabaseUnavailable);
    await lock?.release();
    await openDatabase({ url: database.url, limitMs: 20_000 });
    expect((await onlyRow()).state).toBe("queued");
    // Long after its lease: its mark comes before any new mail.
    expect(await deliver(later(60), { transport: locking, marks })).toEqual({ taken: 0, trouble: false });
    expect(await onlyRow()).toMatchObject({ state: "sent", attempts: 1 });
    expect(sent).toHaveLength(1);
  });

  it("stays leased while the server takes its time to accept it", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    await queueTickets(1);
    let now = testNow;
    const slow: Delivery["transport"] = {
      send: async () => {
        for (const seconds of [20, 40, 60, 80]) {
          now = later(seconds / 60);
          vi.advanceTimersByTime(20_000);
          const renewed = later(seconds / 60 + 1).getTime();
          // On the system's own timer, because setInterval is a fake here.
          while ((await onlyRow()).dueAt.getTime() !== renewed) await nextTurn();
          expect(await deliver(now, { concurrency: 1 })).toEqual({ taken: 0, trouble: false });
        }
      },
      verify: async () => true,
    };
    await deliver(testNow, { now: () => now, transport: slow, concurrency: 1 });
    vi.useRealTimers();
    expect(await onlyRow()).toMatchObject({ state: "sent", attempts: 1 });
  });
});

describe("an alert with figures", () => {
  it.each(["near-capacity", "full"] as const)(
    "of the kind %s goes to nobody demoted meanwhile",
    async (kind) => {
      const event = await createEvent();
      const [stays, demoted] = [await createUser(), await createUser()];
      await createOrganiser(event.id, stays.id);
      await transaction(async (tx) => {
        for (const { email } of [stays, demoted]) {
          const facts = { ...sampleFacts[kind], event: { ...awkwardEvent, id: event.id } };
          await queueMail(tx, { kind, recipient: email, dedupeKey: "x", facts: facts as never, at: testNow });
        }
      });
      expect(await deliver()).toEqual({ taken: 2, trouble: false });
      expect(sentTo()).toEqual([stays.email]);
      const [row] = await reader().select().from(outbox).where(eq(outbox.recipient, demoted.email));
      expect(row).toMatchObject({
        state: "skipped",
        lastError: "Its recipient no longer organises the event.",
      });
      expect(await deliver(later(60))).toEqual({ taken: 0, trouble: false });
    },
  );
});

describe("a mail with a link", () => {
  const recipient = "ada@example.org";
  const resetLink = (id: string) => ({ id, email: recipient, createdAt: testNow, expiresAt: later(30) });

  /** Queues a mail with the link of a new row. */
  async function queueLink(
    link: { usedAt?: Date; replacedAt?: Date; expiresAt?: Date },
    kind: "confirm-address" | "reset-password",
  ) {
    const id = newId();
    if (kind === "confirm-address") await createRegistration({ id, email: recipient, ...link });
    await transaction(async (tx) => {
      if (kind === "reset-password") await tx.insert(passwordResets).values({ ...resetLink(id), ...link });
      const facts = { ...sampleFacts[kind], tokenId: id };
      await queueMail(tx, { kind, recipient, dedupeKey: id, facts, at: later(-24 * 60) });
    });
    return id;
  }

  it.each(["confirm-address", "reset-password"] as const)(
    "is sent while the link of %s works",
    async (kind) => {
      const id = await queueLink({ expiresAt: later(30) }, kind);
      await deliver(later(29));
      expect(smtp.messages[0]?.text).toContain(`?token=${id}.`);
    },
  );

  it.each([
    ["was replaced", { replacedAt: testNow }],
    ["was used", { usedAt: testNow }],
    ["expired", { expiresAt: testNow }],
  ] as const)("is dead, not sent, when the link %s", async (word, link) => {
    for (const kind of ["confirm-address", "reset-password"] as const) await queueLink(link, kind);
    await deliver();
    expect(smtp.messages).toEqual([]);
    const dead = { state: "dead", lastError: expect.stringContaining(word) };
    expect(await reader().select().from(outbox)).toMatchObject([dead, dead]);
  });
});

describe("a request for a mail to an address", () => {
  const email = "ada@example.org";
  const register = { name: "Ada", email, passwordHash: "hash", role: "attendee", next: null } as const;
  const requests = {
    registration: (at: Date) => decide((tx) => registerCommand(tx, { ...register, at })),
    "resend-confirmation": (at: Date) =>
      decide((tx) => resendConfirmation(tx, { email, next: "/tickets", at })),
    "forgot-password": (at: Date) => decide((tx) => requestReset(tx, { email, next: "/tickets", at })),
  };
  const kinds = ["registration", "resend-confirmation", "forgot-password"] as const;

  const confirmation = /^Confirm your email address/;
  const already = /^You already have an Evento account/;
  const linkIn = (nth: number) => /token=(\w+)\./.exec(smtp.messages[nth]?.text ?? "")?.[1];

  it.each([
    ["registration", already],
    ["resend-confirmation", already],
    ["forgot-password", /^Reset your Evento password/],
  ] as const)("becomes, for %s of an account, the mail to its owner", async (kind, subject) => {
    await createUser({ email, name: "Ada the First" });
    await requests[kind](testNow);
    await deliver();
    expect(smtp.messages).toHaveLength(1);
    expect(smtp.messages[0]?.subject).toMatch(subject);
    expect(smtp.messages[0]?.text).toContain("Ada the First");
    expect((await onlyRow()).state).toBe("sent");
  });

  it.each(kinds)("becomes, for %s of a pending address, a mail with its link", async (kind) => {
    if (kind !== "registration") await createRegistration({ email, createdAt: later(-5) });
    const newest = await createRegistration({ email, createdAt: later(-1) });
    await requests[kind](testNow);
    await deliver();
    expect(smtp.messages.map(({ subject }) => subject)).toEqual([expect.stringMatching(confirmation)]);
    const [row] = await reader().select().from(registrations).where(eq(registrations.createdAt, testNow));
    expect(linkIn(0)).toBe(kind === "registration" ? row?.id : newest.id);
    expect(smtp.messages[0]?.text?.includes("&next=%2Ftickets")).toBe(kind !== "registration");
  });

  it.each(["resend-confirmation", "forgot-password"] as const)(
    "is finished without a mail for %s of an unknown address",
    async (kind) => {
      await createRegistration();
      await requests[kind](testNow);
      expect(await deliver()).toEqual({ taken: 1, trouble: false });
      expect(smtp.messages).toEqual([]);
      expect(await onlyRow()).toMatchObject({ state: "skipped", lastError: "There was nothing to send." });
      expect((await listMailbox(1)).mails).toEqual([]);
    },
  );

  it("is answered as things are when it is sent, with the link of exactly its registration", async () => {
    await requests.registration(testNow);
    await requests.registration(later(1));
    const [first] = await reader().select().from(registrations).orderBy(asc(registrations.createdAt));
    await deliver(testNow);
    expect(linkIn(0)).toBe(first?.id);
    await decide((tx) => confirmRegistration(tx, { registrationId: first?.id ?? "", at: later(1) }));
    await deliver(later(2));
    expect(smtp.messages[1]?.subject).toMatch(already);
  });

  it("makes a link that is mailed again valid for another day", async () => {
    const { id } = await createRegistration({ email, createdAt: later(-30 * 60) });
    await requests["resend-confirmation"](testNow);
    await deliver(later(10));
    expect(linkIn(0)).toBe(id);
    const [row] = await reader().select().from(registrations);
    expect(row?.expiresAt).toEqual(later(24 * 60));
  });

  it.each(kinds)("is dead when the link of %s expired before it could be sent", async (kind) => {
    if (kind === "forgot-password") await createUser({ email });
    if (kind === "resend-confirmation") await createRegistration({ email });
    await requests[kind](testNow);
    await deliver(later(24 * 60));
    expect(smtp.messages).toEqual([]);
    expect(await onlyRow()).toMatchObject({ state: "dead", lastError: expect.stringContaining("expired") });
  });

  it("is shown in the mailbox as the mail that it leads to, before and after it is sent", async () => {
    await createUser({ email });
    await requests["forgot-password"](testNow);
    const { mails } = await listMailbox(1);
    expect(mails).toMatchObject([{ message: { kind: "reset-password" }, state: "queued" }]);
    await deliver(testNow, { transport: null });
    expect((await listMailbox(1)).mails).toMatchObject([{ message: mails[0]?.message, state: "sent" }]);
    expect((await findStoredMail(mails[0]?.id ?? ""))?.message).toEqual(mails[0]?.message);
  });
});
