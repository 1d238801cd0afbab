import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { reader, transaction } from "@/db/client";
import { drafts, eventOrganisers, events } from "@/db/schema";
import { decide, type Outcome } from "@/lib/outcome/outcome";
import { storePicture } from "@/lib/pictures/commands/store-picture";
import { readPublicVersion } from "@/lib/public-pages/public-version";
import { newId } from "@/lib/runtime/ids";
import { withDatabase } from "@/tests/harness/database";
import { createEvent as createRow, createUser, testNow, type UserRow } from "@/tests/harness/factories";
import { draftInput, newEventInput } from "../input";
import { findDraft, findEventFor, findPublicEvent, listDrafts, listUpcomingEvents } from "../queries";
import { createEvent } from "./create-event";
import { deleteDraft } from "./delete-draft";
import { maxDrafts, saveDraft } from "./save-draft";

withDatabase();

const whole = {
  ...{ name: "Jazz", location: "Hall", host: "Grace", contact: "", description: "", capacity: "40" },
  ...{ date: "2030-06-01", time: "19:30", timeZone: "Europe/London", hours: "2", minutes: "0" },
};
const later = new Date(testNow.getTime() + 60_000);
const organiser = () => createUser({ role: "organiser" });

/** Presses *Save draft*. */
function save(owner: UserRow, typed: Record<string, string> = {}, now = testNow) {
  const { draft, fields, pictureId } = draftInput.parse({ intent: "draft", ...typed });
  return decide((tx) => saveDraft(tx, { owner, draft, fields, pictureId, now }));
}

/** Presses *Create event*. */
function create(actor: UserRow, typed: Record<string, string>) {
  const { draftId, revision, formId, ...event } = newEventInput.parse(typed);
  return decide((tx) =>
    createEvent(tx, { actor, event, draft: { draftId, revision, formId }, now: testNow }),
  );
}

const idOf = (outcome: Outcome<string, string>) => {
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.value;
};

describe("a draft", () => {
  it("keeps what was typed, complete or not, for its owner alone", async () => {
    const [grace, lin] = [await organiser(), await organiser()];
    const id = idOf(await save(grace, { name: "Jazz", date: "2030-02-31", capacity: "many" }));
    expect(await findDraft(id, grace.id)).toMatchObject({
      fields: { name: "Jazz", date: "2030-02-31", capacity: "many", location: "", description: "" },
      pictureId: null,
      revision: 0,
    });
    expect(await findDraft(id, lin.id)).toBeNull();
    expect(await findPublicEvent(id, testNow)).toBeNull();
    expect(await findEventFor(id, grace.id, testNow)).toBeNull();
    expect((await listUpcomingEvents({ q: "", page: 1 }, testNow)).events).toEqual([]);
    expect(await readPublicVersion()).toBe(0);
  });

  it("is for organiser accounts only", async () => {
    expect(await save(await createUser())).toEqual({ ok: false, reason: "not-found" });
    expect(await reader().select().from(drafts)).toEqual([]);
  });

  it("is listed with the one that was saved last first", async () => {
    const grace = await organiser();
    const first = idOf(await save(grace, { name: "first" }));
    idOf(await save(grace, { name: "second" }, later));
    await save(await organiser(), { name: "foreign" });
    const names = async () => (await listDrafts(grace.id)).map(({ fields }) => fields.name);
    expect(await names()).toEqual(["second", "first"]);
    const again = { draftId: first, revision: "0", name: "first again" };
    await save(grace, again, new Date(later.getTime() + 1));
    expect(await names()).toEqual(["first again", "second"]);
  });

  it("is saved again over what it was opened from, and refused over what was saved since", async () => {
    const grace = await organiser();
    const draftId = idOf(await save(grace, { name: "a" }));
    const open = { draftId, revision: "0" };
    expect(await save(grace, { ...open, name: "b" }, later)).toEqual({ ok: true, value: draftId });
    expect(await save(grace, { ...open, name: "c" })).toEqual({
      ...{ ok: false, reason: "draft-stale" },
      facts: { revision: 1 },
    });
    expect(await findDraft(draftId, grace.id)).toMatchObject({ fields: { name: "b" }, updatedAt: later });
    expect(await save(grace, { ...open, name: "b" })).toEqual({ ok: true, value: draftId });
    expect(await save(grace, { draftId, revision: "1", name: "c" })).toMatchObject({ ok: true });
    expect(await reader().select().from(drafts)).toMatchObject([{ revision: 2 }]);
  });

  it("of somebody else can be neither saved, created nor deleted", async () => {
    const [grace, lin] = [await organiser(), await organiser()];
    const draftId = idOf(await save(grace, whole));
    const before = await reader().select().from(drafts);
    const refused = { ok: false, reason: "not-found" };
    for (const id of [draftId, newId()]) {
      const open = { ...whole, draftId: id, revision: "0" };
      expect(await save(lin, open)).toEqual(refused);
      expect(await create(lin, open)).toEqual(refused);
      expect(await decide((tx) => deleteDraft(tx, { owner: lin, draftId: id }))).toEqual(refused);
    }
    expect(await reader().select().from(drafts)).toEqual(before);
    expect(await reader().select().from(events)).toEqual([]);
  });

  it("is deleted once", async () => {
    const grace = await organiser();
    const draftId = idOf(await save(grace, whole));
    const remove = () => decide((tx) => deleteDraft(tx, { owner: grace, draftId }));
    expect(await remove()).toMatchObject({ ok: true });
    expect(await remove()).toEqual({ ok: false, reason: "not-found" });
    expect(await listDrafts(grace.id)).toEqual([]);
  });

  it("uses no picture of somebody else", async () => {
    const [grace, lin] = [await organiser(), await organiser()];
    const files = [{ width: 480, height: 320, bytes: Buffer.from("x") }];
    const store = (by: UserRow) =>
      transaction((tx) => storePicture(tx, { uploadedBy: by.id, files, at: testNow }));
    const [own, foreign] = [await store(grace), await store(lin)];
    expect(await save(grace, { pictureId: own })).toMatchObject({ ok: true });
    expect(await save(grace, { pictureId: foreign })).toEqual({ ok: false, reason: "picture-gone" });
    expect(await create(grace, { ...whole, pictureId: foreign })).toEqual({
      ok: false,
      reason: "picture-gone",
    });
  });

  it("is one of fifty at most, even when they are saved at once", async () => {
    const grace = await organiser();
    const answers = await Promise.all(
      Array.from({ length: maxDrafts + 3 }, (_, n) => save(grace, { name: `${n}` })),
    );
    const refused = answers.filter((answer) => !answer.ok);
    expect(refused).toEqual(Array(3).fill({ ok: false, reason: "too-many-drafts" }));
    expect(await listDrafts(grace.id)).toHaveLength(maxDrafts);
    const [draft] = await listDrafts(grace.id);
    const again = { draftId: String(draft?.id), revision: "0", name: "again" };
    expect(await save(grace, again)).toMatchObject({ ok: true });
    expect(await save(await organiser())).toMatchObject({ ok: true });
  });
});

describe("creating the event of a draft", () => {
  it("makes one event with the draft's id, however often it is pressed", async () => {
    const grace = await organiser();
    const draftId = idOf(await save(grace, { name: "Jazz" }));
    const open = { ...whole, draftId, revision: "0" };
    const answers = await Promise.all([1, 2, 3].map(() => create(grace, open)));
    expect(answers).toEqual(Array(3).fill({ ok: true, value: draftId }));
    expect(await create(grace, open)).toEqual({ ok: true, value: draftId });
    expect(await reader().select().from(events)).toMatchObject([{ id: draftId, name: "Jazz", capacity: 40 }]);
    expect(await reader().select().from(eventOrganisers)).toHaveLength(1);
    expect(await listDrafts(grace.id)).toEqual([]);
    expect(await readPublicVersion()).toBe(1);
    expect(await save(grace, open)).toEqual({ ok: false, reason: "draft-created" });
  });

  it("keeps the draft when the event is refused", async () => {
    const grace = await organiser();
    const draftId = idOf(await save(grace, whole));
    const past = { ...whole, draftId, revision: "0", date: "2029-01-01" };
    expect(await create(grace, past)).toEqual({ ok: false, reason: "past" });
    expect(await findDraft(draftId, grace.id)).not.toBeNull();
    expect(await reader().select().from(events)).toEqual([]);
  });

  it("is refused when the draft was saved since", async () => {
    const grace = await organiser();
    const draftId = idOf(await save(grace, whole));
    await save(grace, { ...whole, draftId, revision: "0", name: "Renamed" });
    const answer = await create(grace, { ...whole, draftId, revision: "0" });
    expect(answer).toEqual({ ok: false, reason: "draft-stale", facts: { revision: 1 } });
    expect(await reader().select().from(events)).toEqual([]);
    expect(await create(grace, { ...whole, draftId, revision: "1" })).toMatchObject({ ok: true });
  });

  it("never takes the id of another event", async () => {
    const grace = await organiser();
    const foreign = await createRow({ name: "Foreign" });
    const own = await createRow({ name: "Own", createdBy: grace.id });
    const press = (draftId: string) => create(grace, { ...whole, draftId, revision: "0" });
    expect(await press(foreign.id)).toEqual({ ok: false, reason: "not-found" });
    expect(await press(own.id)).toEqual({ ok: true, value: own.id });
    const [row] = await reader().select().from(events).where(eq(events.id, own.id));
    expect(row?.name).toBe("Own");
    expect(await reader().select().from(events)).toHaveLength(2);
  });
});

describe("the form of a new event", () => {
  const listed = async () => (await reader().select().from(events)).map(({ id, name }) => ({ id, name }));
  const saved = async () => (await reader().select().from(drafts)).map(({ id }) => id);

  it("makes one event, however often it is sent", async () => {
    const [grace, formId] = [await organiser(), newId()];
    const both = [0, 1].map(() => create(grace, { ...whole, formId }));
    const answers = [...(await Promise.all(both)), await create(grace, { ...whole, formId })];
    expect(answers).toEqual(Array(3).fill({ ok: true, value: formId }));
    expect(await listed()).toEqual([{ id: formId, name: "Jazz" }]);
    expect(await reader().select().from(eventOrganisers)).toHaveLength(1);
    expect(await readPublicVersion()).toBe(1);
  });

  it("makes another event when one goes back to it and changes it, or cancelled the first", async () => {
    const [grace, formId] = [await organiser(), newId()];
    await create(grace, { ...whole, formId });
    const second = idOf(await create(grace, { ...whole, formId, time: "20:30" }));
    expect(second).not.toBe(formId);
    await transaction((tx) =>
      tx.update(events).set({ cancelledAt: testNow, cancelReason: "" }).where(eq(events.id, formId)),
    );
    const third = idOf(await create(grace, { ...whole, formId }));
    expect((await listed()).map(({ id }) => id).sort()).toEqual([formId, second, third].sort());
  });

  it("makes one draft, and another when it was changed or became an event", async () => {
    const [grace, formId] = [await organiser(), newId()];
    const typed = { name: "Jazz", formId };
    const both = await Promise.all([save(grace, typed), save(grace, typed)]);
    expect(both.map(idOf)).toEqual([formId, formId]);
    const second = idOf(await save(grace, { name: "Blues", formId }));
    expect((await saved()).sort()).toEqual([formId, second].sort());
    // The draft keeps the id, because its event will have it.
    const event = idOf(await create(grace, { ...whole, formId }));
    expect([formId, second]).not.toContain(event);
    await create(grace, { ...whole, draftId: formId, revision: "0" });
    const third = idOf(await save(grace, typed));
    expect(third).not.toBe(formId);
    expect((await listed()).map(({ id }) => id).sort()).toEqual([formId, event].sort());
  });

  it("of somebody else gives nobody their event", async () => {
    const [grace, lin, formId] = [await organiser(), await organiser(), newId()];
    await create(grace, { ...whole, formId });
    expect(idOf(await create(lin, { ...whole, formId }))).not.toBe(formId);
    const draft = idOf(await save(grace, { name: "Jazz" }));
    expect(idOf(await save(lin, { name: "Jazz", formId: draft }))).not.toBe(draft);
  });
});
