import { and, eq, isNull } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { reader, transaction } from "@/db/client";
import { auditLog, doorPasses, eventOrganisers, outbox, users } from "@/db/schema";
import { makeDoorPass } from "@/lib/check-in/commands/make-door-pass";
import { decide, record } from "@/lib/outcome/outcome";
import { newId } from "@/lib/runtime/ids";
import { managed } from "@/tests/harness/checked-commands";
import { withDatabase } from "@/tests/harness/database";
import {
  createDoorPass,
  createEvent,
  createOrganiser,
  createRegistration,
  createUser,
  testNow,
  type UserRow,
} from "@/tests/harness/factories";
import { addOrganiserInput } from "../input";
import { demoteOrganiser } from "./demote";
import { type OrganiserActor, promoteAttendee } from "./promote";
import { promoteByAddress } from "./promote-by-address";

withDatabase();

type Who = { userId: string } | { email: string };
const promote = (actor: OrganiserActor, eventId: string, who: Who) =>
  decide((tx) => managed(promoteAttendee)(tx, { actor, eventId, who, now: testNow }));
const demote = (actor: OrganiserActor, eventId: string, userId: string) =>
  decide((tx) => managed(demoteOrganiser)(tx, { actor, eventId, userId, now: testNow }));

async function organised() {
  const grace = await createUser({ role: "organiser", name: "Grace" });
  return { grace, event: await createEvent({ createdBy: grace.id }) };
}
const organisersOf = async (eventId: string) =>
  (await reader().select().from(eventOrganisers).where(eq(eventOrganisers.eventId, eventId)))
    .map((row) => row.userId)
    .sort();
const mails = (kind: string) => reader().select().from(outbox).where(eq(outbox.kind, kind));
const both = (a: UserRow, b: UserRow) => [a.id, b.id].sort();

describe("promoteAttendee", () => {
  it("adds an attendee by id, keeps the role and mails once", async () => {
    const { grace, event } = await organised();
    const ada = await createUser();
    for (let i = 0; i < 2; i++)
      expect(await promote(grace, event.id, { userId: ada.id })).toEqual({ ok: true, value: event.id });
    expect(await organisersOf(event.id)).toEqual(both(ada, grace));
    const [row] = await reader().select().from(users).where(eq(users.id, ada.id));
    expect(row?.role).toBe("attendee");
    const [mail, ...more] = await mails("promoted");
    expect(more).toEqual([]);
    expect(mail).toMatchObject({ recipient: ada.email, eventId: event.id });
    expect(JSON.parse(mail?.facts ?? "")).toMatchObject({ by: "Grace", event: { name: event.name } });
    const entries = await reader().select().from(auditLog);
    expect(entries).toMatchObject([{ action: "organiser.promote", subject: event.id, actorId: grace.id }]);
  });

  it("adds one organiser and sends one mail for many simultaneous requests", async () => {
    const { grace, event } = await organised();
    const ada = await createUser();
    const answers = await Promise.all(
      [1, 2, 3, 4, 5].map(() => promote(grace, event.id, { userId: ada.id })),
    );
    expect(answers.every((answer) => answer.ok)).toBe(true);
    expect(await mails("promoted")).toHaveLength(1);
  });

  it("finds an account by its exact address only", async () => {
    const { grace, event } = await organised();
    const ada = await createUser({ email: "ada+events@example.org" });
    for (const email of ["ada@example.org", "ada+events@example.or", "%@example.org", "a"])
      expect(await promote(grace, event.id, { email })).toEqual({ ok: false, reason: "no-account" });
    const { email } = addOrganiserInput.parse({ eventId: event.id, email: "  Ada+Events@Example.ORG " });
    expect(await promote(grace, event.id, { email })).toMatchObject({ ok: true });
    expect(await organisersOf(event.id)).toEqual(both(ada, grace));
  });

  it("refuses organiser accounts and addresses that are not confirmed", async () => {
    const { grace, event } = await organised();
    const lin = await createUser({ role: "organiser" });
    const pending = await createRegistration();
    expect(await promote(grace, event.id, { email: lin.email })).toEqual({
      ok: false,
      reason: "organiser-account",
    });
    expect(await promote(grace, event.id, { email: pending.email })).toEqual({
      ok: false,
      reason: "no-account",
    });
    expect(await organisersOf(event.id)).toEqual([grace.id]);
    expect(await reader().select().from(outbox)).toEqual([]);
  });

  it("is not-found for other accounts, and does not reveal whether the account exists", async () => {
    const { event } = await organised();
    const [lin, ada] = [await createUser({ role: "organiser" }), await createUser()];
    const refusal = { ok: false, reason: "not-found" };
    expect(await promote(lin, event.id, { email: ada.email })).toEqual(refusal);
    expect(await promote(lin, event.id, { email: "nobody@example.org" })).toEqual(refusal);
    expect(await promote(ada, event.id, { userId: ada.id })).toEqual(refusal);
    expect(await promote(lin, newId(), { userId: ada.id })).toEqual(refusal);
  });

  it("lets a promoted attendee promote others", async () => {
    const { grace, event } = await organised();
    const [ada, bob] = [await createUser(), await createUser()];
    await createOrganiser(event.id, ada.id);
    expect(await promote(ada, event.id, { userId: bob.id })).toMatchObject({ ok: true });
    expect(await organisersOf(event.id)).toEqual([ada.id, bob.id, grace.id].sort());
  });
});

describe("promoteByAddress", () => {
  const add = (actor: OrganiserActor, eventId: string, email: string, now = testNow) =>
    record((tx) => managed(promoteByAddress)(tx, { actor, eventId, email, now }));
  const hour = 3_600_000;

  it("refuses after ten addresses without an attendee account, until an hour has passed", async () => {
    const { grace, event } = await organised();
    const [ada, lin] = [await createUser(), await createUser({ role: "organiser" })];
    for (let i = 0; i < 9; i++)
      expect(await add(grace, event.id, `nobody${i}@example.org`)).toEqual({
        ok: false,
        reason: "no-account",
      });
    expect(await add(grace, event.id, lin.email)).toEqual({ ok: false, reason: "organiser-account" });
    expect(await add(grace, event.id, ada.email)).toEqual({
      ok: false,
      reason: "limited",
      facts: { seconds: 3600 },
    });
    expect(await organisersOf(event.id)).toEqual([grace.id]);
    const inAnHour = new Date(testNow.getTime() + hour);
    expect(await add(grace, event.id, ada.email, inAnHour)).toMatchObject({ ok: true });
  });

  it("allows only ten wrong addresses in parallel, and counts each organiser by themselves", async () => {
    const { grace, event } = await organised();
    const answers = await Promise.all(
      Array.from({ length: 25 }, (_, i) => add(grace, event.id, `nobody${i}@example.org`)),
    );
    expect(answers.filter((answer) => !answer.ok && answer.reason === "no-account")).toHaveLength(10);
    const other = await organised();
    expect(await add(other.grace, other.event.id, "nobody@example.org")).toMatchObject({
      reason: "no-account",
    });
  });

  it("does not count what succeeds, nor events of others", async () => {
    const { grace, event } = await organised();
    const foreign = await organised();
    const ada = await createUser();
    for (let i = 0; i < 12; i++) {
      expect(await add(grace, event.id, ada.email)).toMatchObject({ ok: true });
      expect(await add(grace, foreign.event.id, ada.email)).toMatchObject({ reason: "not-found" });
    }
  });
});

describe("mails to organisers", () => {
  it("are five of a kind an hour; further changes happen without one", async () => {
    const { grace, event } = await organised();
    const [ada, bob] = [await createUser(), await createUser()];
    for (let i = 0; i < 7; i++) {
      await promote(grace, event.id, { userId: ada.id });
      await demote(grace, event.id, ada.id);
    }
    await promote(grace, event.id, { userId: ada.id });
    await promote(grace, event.id, { userId: bob.id });
    expect(await organisersOf(event.id)).toEqual([ada.id, bob.id, grace.id].sort());
    const recipients = async (kind: string) => (await mails(kind)).map((mail) => mail.recipient).sort();
    expect(await recipients("promoted")).toEqual([...Array(5).fill(ada.email), bob.email].sort());
    expect(await recipients("demoted")).toEqual(Array(5).fill(ada.email));
  });
});

describe("demoteOrganiser", () => {
  it("removes a promoted organiser, mails them once and withdraws their access", async () => {
    const { grace, event } = await organised();
    const ada = await createUser();
    await createOrganiser(event.id, ada.id);
    for (let i = 0; i < 2; i++) expect(await demote(grace, event.id, ada.id)).toMatchObject({ ok: true });
    expect(await organisersOf(event.id)).toEqual([grace.id]);
    expect((await mails("demoted")).map((mail) => mail.recipient)).toEqual([ada.email]);
    expect(await promote(ada, event.id, { userId: ada.id })).toEqual({ ok: false, reason: "not-found" });
    expect(await reader().select().from(auditLog)).toMatchObject([{ action: "organiser.demote" }]);
  });

  it("withdraws the door passes that they made for the event, and no others", async () => {
    const { grace, event } = await organised();
    const ada = await createUser();
    await createOrganiser(event.id, ada.id);
    const made = await createDoorPass(event, { createdBy: ada.id });
    const kept = [
      await createDoorPass(event),
      await createDoorPass(await createEvent(), { createdBy: ada.id }),
    ];
    for (let i = 0; i < 2; i++) await demote(grace, event.id, ada.id);
    const passes = await reader().select().from(doorPasses);
    const open = passes.filter(({ withdrawnAt }) => withdrawnAt === null).map(({ id }) => id);
    expect(open.sort()).toEqual(kept.map(({ id }) => id).sort());
    const entries = await reader().select().from(auditLog).where(eq(auditLog.action, "door-pass.withdraw"));
    expect(entries).toMatchObject([{ actorId: grace.id, subject: made.id }]);
  });

  it("leaves no pass of somebody who makes one at the same time", async () => {
    for (let round = 0; round < 10; round++) {
      const { grace, event } = await organised();
      const ada = await createUser();
      await createOrganiser(event.id, ada.id);
      const given = { actor: ada, eventId: event.id, door: "North", now: testNow };
      await Promise.all([decide((tx) => managed(makeDoorPass)(tx, given)), demote(grace, event.id, ada.id)]);
      const open = and(eq(doorPasses.eventId, event.id), isNull(doorPasses.withdrawnAt));
      expect(await reader().select().from(doorPasses).where(open)).toEqual([]);
    }
  });

  it("never removes the creator", async () => {
    const { grace, event } = await organised();
    const ada = await createUser();
    await createOrganiser(event.id, ada.id);
    for (const actor of [ada, grace])
      expect(await demote(actor, event.id, grace.id)).toEqual({ ok: false, reason: "creator" });
    expect(await organisersOf(event.id)).toEqual(both(ada, grace));
  });

  /** An event of two promoted organisers, whose creator is gone. */
  async function organisedByTwo() {
    const { grace, event } = await organised();
    const [ada, bob] = [await createUser(), await createUser()];
    for (const { id } of [ada, bob]) await createOrganiser(event.id, id);
    const ofCreator = and(eq(eventOrganisers.eventId, event.id), eq(eventOrganisers.userId, grace.id));
    await transaction(async (tx) => tx.delete(eventOrganisers).where(ofCreator));
    return { ada, bob, event };
  }

  it("leaves one of two who remove each other at the same time", async () => {
    for (let round = 0; round < 10; round++) {
      const { ada, bob, event } = await organisedByTwo();
      const answers = await Promise.all([demote(ada, event.id, bob.id), demote(bob, event.id, ada.id)]);
      expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
      expect(await organisersOf(event.id)).toHaveLength(1);
    }
  });

  it("never removes the last one", async () => {
    const { ada, bob, event } = await organisedByTwo();
    expect(await demote(ada, event.id, bob.id)).toMatchObject({ ok: true });
    expect(await demote(ada, event.id, ada.id)).toEqual({ ok: false, reason: "only-organiser" });
    expect(await organisersOf(event.id)).toEqual([ada.id]);
  });

  it("works for any organiser of the event, also for oneself", async () => {
    const { grace, event } = await organised();
    const [ada, bob] = [await createUser(), await createUser()];
    for (const { id } of [ada, bob]) await createOrganiser(event.id, id);
    expect(await demote(ada, event.id, bob.id)).toMatchObject({ ok: true });
    expect(await demote(ada, event.id, ada.id)).toMatchObject({ ok: true });
    expect(await organisersOf(event.id)).toEqual([grace.id]);
  });

  it("is not-found for everybody else", async () => {
    const { grace, event } = await organised();
    const [lin, ada] = [await createUser({ role: "organiser" }), await createUser()];
    await createOrganiser(event.id, ada.id);
    for (const userId of [ada.id, grace.id, newId()])
      expect(await demote(lin, event.id, userId)).toEqual({ ok: false, reason: "not-found" });
    expect(await organisersOf(event.id)).toEqual(both(ada, grace));
  });

  it("mails again after another promotion", async () => {
    const { grace, event } = await organised();
    const ada = await createUser();
    await promote(grace, event.id, { userId: ada.id });
    await demote(grace, event.id, ada.id);
    await promote(grace, event.id, { userId: ada.id });
    expect([(await mails("promoted")).length, (await mails("demoted")).length]).toEqual([2, 1]);
  });
});
