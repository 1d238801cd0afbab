import { beforeEach, describe, expect, it } from "vitest";
import { reader } from "@/db/client";
import { auditLog, mailings, messages } from "@/db/schema";
import { deliverDue } from "@/lib/mail/deliver";
import { expandMailing } from "@/lib/mail/mailings";
import type { OutgoingMail } from "@/lib/mail/transport";
import { decide } from "@/lib/outcome/outcome";
import { newId } from "@/lib/runtime/ids";
import { managed, managedId } from "@/tests/harness/checked-commands";
import { withDatabase } from "@/tests/harness/database";
import {
  createCheckIn,
  createEvent,
  createOrganiser,
  createTicket,
  createUser,
  type EventRow,
  testNow,
} from "@/tests/harness/factories";
import type { NewMessage } from "../input";
import { countAudiences, listMessages, precheckMessage } from "../queries";
import { sendMessage } from "./send-message";

withDatabase({ limitMs: 10_000 });

const later = (hours: number) => new Date(testNow.getTime() + hours * 3_600_000);

let event: EventRow;
let ticketId: string;
let actor: { id: string };
beforeEach(async () => {
  event = await createEvent();
  actor = { id: event.createdBy };
  ticketId = (await createTicket({ eventId: event.id })).id;
});

const given = (change: Partial<NewMessage> = {}): NewMessage => ({
  ...{ messageId: newId(), audience: "holders", subject: "Doors open at seven", body: "See you.\n\nGrace" },
  ...change,
});

const send = (message = given(), now = testNow, who = actor, eventId = event.id) =>
  decide((tx) => managed(sendMessage)(tx, { actor: who, eventId, message, now }));

describe("sendMessage", () => {
  it("stores the message, queues its mailing and records who sent it, without its words", async () => {
    const message = given();
    expect(await send(message)).toEqual({ ok: true, value: message.messageId });
    const { messageId: id, ...content } = message;
    expect(await reader().select().from(messages)).toEqual([
      { id, eventId: event.id, ...content, sentBy: actor.id, createdAt: testNow },
    ]);
    const [mailing] = await reader().select().from(mailings);
    expect(mailing).toMatchObject({ id, kind: "message", eventId: event.id, dueAt: testNow, doneAt: null });
    const [entry] = await reader().select().from(auditLog);
    expect(entry).toMatchObject({ actorId: actor.id, action: "message.send", subject: event.id });
    expect(JSON.parse(entry?.details ?? "")).toEqual({ message: id, audience: "holders" });
  });

  it("is for the event's organisers alone, also promoted ones", async () => {
    const promoted = await createUser();
    expect(await send(given(), testNow, promoted)).toMatchObject({ reason: "not-found" });
    expect(await send(given(), testNow, actor, newId())).toMatchObject({ reason: "not-found" });
    await createOrganiser(event.id, promoted.id);
    expect(await send(given(), testNow, promoted)).toMatchObject({ ok: true });
  });

  it("sends a message once that is sent twice, also when nobody is left, and one that was changed as another", async () => {
    const message = given();
    await Promise.all([send(message), send(message)]);
    expect(await send(message)).toEqual({ ok: true, value: message.messageId });
    expect(await reader().select().from(messages)).toHaveLength(1);
    expect(await reader().select().from(mailings)).toHaveLength(1);
    const changed = await send({ ...message, body: "Something else." });
    expect(changed).toMatchObject({ ok: true, value: expect.not.stringContaining(message.messageId) });
    expect(await reader().select().from(messages)).toHaveLength(2);
    expect(await send(given({ messageId: "" }))).toMatchObject({ ok: true, value: expect.any(String) });
  });

  it("does not take the message of another event for its own", async () => {
    const message = given();
    await send(message);
    const other = await createEvent();
    await createTicket({ eventId: other.id });
    const sent = await send(message, testNow, { id: other.createdBy }, other.id);
    expect(sent).toMatchObject({ ok: true, value: expect.not.stringContaining(message.messageId) });
  });

  it("allows three within a day, however many are sent at once", async () => {
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => send()));
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(3);
    expect(outcomes).toContainEqual({ ok: false, reason: "limited", facts: { seconds: 86_400 } });
    expect(await reader().select().from(messages)).toHaveLength(3);
    const other = await createEvent({ createdBy: actor.id });
    await createTicket({ eventId: other.id });
    expect(await send(given(), testNow, actor, other.id)).toMatchObject({ ok: true });
    expect(await send(given(), later(23))).toMatchObject({ reason: "limited", facts: { seconds: 3_600 } });
    expect(await send(given(), later(24))).toMatchObject({ ok: true });
  });

  it("refuses people of whom there are none, and cancelled events, but not past ones", async () => {
    for (const audience of ["checked-in", "waiting"] as const)
      expect(await send(given({ audience }))).toMatchObject({ reason: "nobody" });
    await createCheckIn({ id: ticketId, eventId: event.id }, actor);
    expect(await send(given({ audience: "checked-in" }))).toMatchObject({ ok: true });
    const past = await createEvent({ startsAt: later(-48), createdBy: actor.id });
    await createTicket({ eventId: past.id });
    expect(await send(given({ subject: "Thank you" }), testNow, actor, past.id)).toMatchObject({ ok: true });
    const called = await createEvent({ cancelledAt: testNow, createdBy: actor.id });
    await createTicket({ eventId: called.id });
    expect(await send(given(), testNow, actor, called.id)).toMatchObject({ reason: "cancelled" });
  });
});

describe("precheckMessage", () => {
  const precheck = (audience: NewMessage["audience"], who = actor) =>
    precheckMessage({ actor: who, eventId: event.id, audience, now: testNow });

  it("answers as sending does, without counting", async () => {
    for (let n = 0; n < 5; n += 1) expect(await precheck("holders")).toEqual({ ok: true, value: 1 });
    expect(await precheck("waiting")).toMatchObject({ reason: "nobody" });
    expect(await precheck("holders", await createUser())).toMatchObject({ reason: "not-found" });
    for (let n = 0; n < 3; n += 1) await send();
    expect(await precheck("holders")).toMatchObject({ reason: "limited" });
  });
});

describe("the queries of messages", () => {
  it("count the people of an event as they are now", async () => {
    await createTicket({ eventId: event.id, voidedAt: testNow });
    await createTicket({ eventId: (await createEvent()).id });
    await createCheckIn({ id: ticketId, eventId: event.id }, actor);
    await createTicket({ eventId: event.id });
    expect(await countAudiences(managedId(event.id), testNow)).toEqual({
      holders: 2,
      "checked-in": 1,
      waiting: 0,
    });
  });

  it("list the messages of an event, newest first, with what became of each one's mails", async () => {
    const failing: Record<string, number> = { "refused@example.org": 550, "busy@example.org": 451 };
    for (const email of [...Object.keys(failing), "ada@example.org"])
      await createTicket({ eventId: event.id, holderId: (await createUser({ email })).id });
    await send(given({ subject: "First" }));
    const other = await createEvent({ createdBy: actor.id });
    await createTicket({ eventId: other.id });
    await send(given({ subject: "Elsewhere" }), testNow, actor, other.id);
    expect(await listMessages(managedId(event.id))).toMatchObject([{ subject: "First", isExpanding: true }]);
    while (await expandMailing(testNow));
    const transport = {
      send: async ({ recipient }: OutgoingMail) => {
        const responseCode = failing[recipient];
        if (responseCode) throw Object.assign(new Error("refused"), { responseCode, command: "RCPT TO" });
      },
      verify: async () => true,
    };
    await deliverDue({ now: () => testNow, transport, concurrency: 1 });
    await send(given({ subject: "Second" }), later(1));
    expect(await listMessages(managedId(event.id))).toMatchObject([
      { subject: "Second", isExpanding: true, mails: { sent: 0, dead: 0, queued: 0, skipped: 0 } },
      {
        ...{ subject: "First", audience: "holders", sentBy: "Grace Hopper", isExpanding: false },
        mails: { queued: 1, sent: 2, dead: 1, skipped: 0 },
      },
    ]);
  });
});
