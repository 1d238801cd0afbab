import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { reader, transaction } from "@/db/client";
import { auditLog, events, mailings, outbox } from "@/db/schema";
import { decide } from "@/lib/outcome/outcome";
import { storePicture } from "@/lib/pictures/commands/store-picture";
import { readPublicVersion } from "@/lib/public-pages/public-version";
import { newId } from "@/lib/runtime/ids";
import { managed } from "@/tests/harness/checked-commands";
import { withDatabase } from "@/tests/harness/database";
import { createEvent, createOrganiser, createTicket, createUser, testNow } from "@/tests/harness/factories";
import type { Actor } from "../access";
import { editVersion } from "../edit-version";
import type { EventEdit } from "../input";
import { editEvent } from "./edit-event";

withDatabase();

const later = new Date("2030-01-02T08:00:00Z");
const same = {
  name: "An evening of analytical engines",
  description: "",
  location: "The Great Hall",
  host: "Grace Hopper",
  contact: "",
  capacity: 10,
  pictureId: "",
};

const eventRow = async (id: string) => {
  const [event] = await reader().select().from(events).where(eq(events.id, id));
  return event;
};
/** Sends a form that was opened at `version`, by default just now. */
async function edit(
  actor: Pick<Actor, "id">,
  eventId: string,
  change: Partial<EventEdit>,
  { now = later, version }: { now?: Date; version?: string } = {},
) {
  const opened = version ?? editVersion((await eventRow(eventId)) ?? same);
  return decide((tx) =>
    managed(editEvent)(tx, {
      actor: { role: "organiser", ...actor },
      eventId,
      version: opened,
      edit: { ...same, ...change },
      now,
    }),
  );
}
const queued = () => reader().select().from(mailings);
const mails = (kind: string) => reader().select().from(outbox).where(eq(outbox.kind, kind));

describe("editEvent", () => {
  it("changes name, description, location, host, capacity and the search text", async () => {
    const event = await createEvent();
    const text = { name: "Café", description: "one\ntwo", location: "Straße 1", host: "Ünder One Roof" };
    const change = { ...text, capacity: 12 };
    expect(await edit({ id: event.createdBy }, event.id, change)).toEqual({ ok: true, value: event.id });
    expect(await eventRow(event.id)).toMatchObject({
      ...change,
      searchText: "cafe strasse 1",
      updatedAt: later,
      revision: 1,
    });
    const [entry] = await reader().select().from(auditLog);
    expect(entry).toMatchObject({
      action: "event.edit",
      subject: event.id,
      actorId: event.createdBy,
      at: later,
    });
  });

  it("lets a promoted attendee edit this event and no other", async () => {
    const [event, other, ada] = [await createEvent(), await createEvent(), await createUser()];
    await createOrganiser(event.id, ada.id);
    expect(await edit(ada, event.id, { name: "New" })).toMatchObject({ ok: true });
    expect(await edit(ada, other.id, { name: "New" })).toEqual({ ok: false, reason: "not-found" });
    expect((await eventRow(other.id))?.name).toBe(same.name);
  });

  it("is not-found for other organisers and for unknown ids", async () => {
    const [event, lin] = [await createEvent(), await createUser({ role: "organiser" })];
    for (const id of [event.id, newId(), ""])
      expect(await edit(lin, id, { capacity: 1 })).toEqual({ ok: false, reason: "not-found" });
    expect((await eventRow(event.id))?.capacity).toBe(10);
  });

  it("never reduces the capacity below the active tickets, and returns the minimum", async () => {
    const event = await createEvent();
    for (let i = 0; i < 3; i++) await createTicket({ eventId: event.id });
    const actor = { id: event.createdBy };
    expect(await edit(actor, event.id, { capacity: 2 })).toEqual({
      ok: false,
      reason: "below-allocated",
      facts: { least: 3 },
    });
    expect((await eventRow(event.id))?.capacity).toBe(10);
    expect(await edit(actor, event.id, { capacity: 3 })).toMatchObject({ ok: true });
  });

  it("changes neither updatedAt nor the revision when only the capacity changes", async () => {
    const event = await createEvent();
    await edit({ id: event.createdBy }, event.id, { capacity: 500 });
    expect(await eventRow(event.id)).toMatchObject({ capacity: 500, updatedAt: testNow, revision: 0 });
    await edit({ id: event.createdBy }, event.id, { capacity: 500 });
    expect(await eventRow(event.id)).toMatchObject({ updatedAt: testNow, revision: 0 });
  });

  it.each<Partial<EventEdit>>([
    { name: "New" },
    { description: "New" },
    { location: "New" },
    { host: "New" },
    { contact: "new@example.org" },
  ])("counts %j as a change that the public sees", async (change) => {
    const event = await createEvent();
    await edit({ id: event.createdBy }, event.id, change);
    expect(await eventRow(event.id)).toMatchObject({ ...change, updatedAt: later, revision: 1 });
    expect(await readPublicVersion()).toBe(1);
  });

  it("sets and removes the picture as a public change, and takes nobody else's", async () => {
    const event = await createEvent();
    const actor = { id: event.createdBy };
    const files = [{ width: 480, height: 320, bytes: Buffer.from("x") }];
    const store = (uploadedBy: string) =>
      transaction((tx) => storePicture(tx, { uploadedBy, files, at: testNow }));
    const [own, foreign] = [await store(event.createdBy), await store((await createUser()).id)];
    expect(await edit(actor, event.id, { pictureId: own })).toMatchObject({ ok: true });
    expect(await eventRow(event.id)).toMatchObject({ pictureId: own, revision: 1, updatedAt: later });
    const refused = await edit(actor, event.id, { pictureId: foreign });
    expect(refused).toEqual({ ok: false, reason: "picture-gone" });
    expect(await edit(actor, event.id, { pictureId: "" })).toMatchObject({ ok: true });
    expect(await eventRow(event.id)).toMatchObject({ pictureId: null, revision: 2 });
    expect(await readPublicVersion()).toBe(2);
  });

  it("queues one mailing about a new location, however many hold tickets, and none about other changes", async () => {
    const event = await createEvent();
    const actor = { id: event.createdBy };
    for (let n = 0; n < 3; n += 1) await createTicket({ eventId: event.id });
    await edit(actor, event.id, { location: "Elsewhere" });
    const facts = { oldLocation: "The Great Hall" };
    const mailing = { kind: "location-changed", eventId: event.id, facts: JSON.stringify(facts) };
    expect(await queued()).toEqual([expect.objectContaining({ ...mailing, dueAt: later, doneAt: null })]);
    await edit(actor, event.id, { location: "Elsewhere", name: "New", capacity: 7777 });
    expect(await queued()).toHaveLength(1);
    expect(await mails("location-changed")).toEqual([]);
  });

  it("mails five new locations an hour, then refuses another one and nothing else", async () => {
    const event = await createEvent();
    const actor = { id: event.createdBy };
    // Without a ticket nobody is mailed.
    for (let i = 0; i < 7; i++)
      expect(await edit(actor, event.id, { location: `${i}` })).toMatchObject({ ok: true });
    await createTicket({ eventId: event.id });
    for (let i = 0; i < 5; i++)
      expect(await edit(actor, event.id, { location: `Room ${i}` })).toMatchObject({ ok: true });
    expect(await edit(actor, event.id, { location: "Elsewhere" })).toEqual({
      ok: false,
      reason: "limited",
      facts: { seconds: 3600 },
    });
    expect(await edit(actor, event.id, { location: "Room 4", name: "New" })).toMatchObject({ ok: true });
    const inAnHour = new Date(later.getTime() + 3_600_000);
    expect(await edit(actor, event.id, { location: "Elsewhere" }, { now: inAnHour })).toMatchObject({
      ok: true,
    });
  });

  it("alerts a recipient thirty times an hour, whatever the number of events", async () => {
    const lin = await createUser({ role: "organiser" });
    for (let i = 0; i < 32; i++) {
      const event = await createEvent({ createdBy: lin.id, capacity: 3 });
      await createTicket({ eventId: event.id });
      await edit(lin, event.id, { capacity: 1 });
    }
    expect(await mails("full")).toHaveLength(30);
  });

  it("is refused from the second of the start, and when the event is cancelled", async () => {
    const event = await createEvent();
    const off = await createEvent({ cancelledAt: testNow });
    const actor = { id: event.createdBy };
    expect(await edit(actor, event.id, { name: "x" }, { now: event.startsAt })).toEqual({
      ok: false,
      reason: "started",
    });
    expect(await edit({ id: off.createdBy }, off.id, { name: "x" })).toEqual({
      ok: false,
      reason: "cancelled",
    });
    expect((await eventRow(event.id))?.name).toBe(same.name);
  });

  it("alerts the organisers when a smaller capacity makes the event nearly full, and full", async () => {
    const event = await createEvent({ capacity: 200, allocated: 97 });
    const actor = { id: event.createdBy };
    await edit(actor, event.id, { capacity: 103 });
    expect(await mails("near-capacity")).toHaveLength(0);
    await edit(actor, event.id, { capacity: 100 });
    expect(await mails("near-capacity")).toHaveLength(1);
    await edit(actor, event.id, { capacity: 97 });
    expect(await mails("full")).toHaveLength(1);
    expect(await mails("near-capacity")).toHaveLength(1);
  });
});

describe("an edit that was begun before another change", () => {
  const old = editVersion(same);

  it.each<[string, Partial<EventEdit>]>([
    ["name", { name: "Renamed" }],
    ["location", { location: "Elsewhere" }],
    ["host", { host: "The Chess Club" }],
    ["contact", { contact: "https://example.org/" }],
    ["capacity", { capacity: 11 }],
    ["description", { description: "Bring a coat." }],
  ])("of the %s is refused with the new value, and changes and mails nothing", async (_, change) => {
    const event = await createEvent();
    const actor = { id: event.createdBy };
    await createTicket({ eventId: event.id });
    await edit(actor, event.id, change);
    const [before, sent] = [await eventRow(event.id), await reader().select().from(outbox)];
    for (const typed of [{ location: "The Small Hall" }, { name: "Mine", description: "Mine" }, {}])
      expect(await edit(actor, event.id, typed, { version: old })).toEqual({
        ok: false,
        reason: "stale",
        facts: { ...change, version: editVersion({ ...same, ...change }) },
      });
    expect(await eventRow(event.id)).toEqual(before);
    expect(await reader().select().from(outbox)).toEqual(sent);
  });

  it("is saved when it is sent again with the version of the refusal", async () => {
    const event = await createEvent();
    const actor = { id: event.createdBy };
    await edit(actor, event.id, { location: "Elsewhere" });
    const refused = await edit(actor, event.id, { name: "Mine" }, { version: old });
    const version = String(!refused.ok && refused.facts?.version);
    expect(await edit(actor, event.id, { name: "Mine" }, { version })).toMatchObject({ ok: true });
    expect(await eventRow(event.id)).toMatchObject({ name: "Mine", location: same.location, revision: 2 });
  });

  it("is refused without a version", async () => {
    const event = await createEvent();
    const refused = await edit({ id: event.createdBy }, event.id, { name: "Mine" }, { version: "" });
    expect(refused).toEqual({ ok: false, reason: "stale", facts: { ...same, version: old } });
  });

  it("changes nothing if the event is already as it wants it", async () => {
    const event = await createEvent();
    const actor = { id: event.createdBy };
    await createTicket({ eventId: event.id });
    await edit(actor, event.id, { location: "Elsewhere" });
    const before = await eventRow(event.id);
    const again = await edit(actor, event.id, { location: "Elsewhere" }, { version: old });
    expect(again).toEqual({ ok: true, value: event.id });
    expect(await eventRow(event.id)).toEqual(before);
    expect(await queued()).toHaveLength(1);
  });
});

describe("parallel edits", () => {
  it("of different forms save one and refuse the others", async () => {
    const event = await createEvent();
    const version = editVersion(event);
    const names = ["a", "b", "c", "d", "e", "f"];
    const answers = await Promise.all(
      names.map((name) => edit({ id: event.createdBy }, event.id, { name }, { version })),
    );
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    expect(answers.filter((answer) => !answer.ok && answer.reason === "stale")).toHaveLength(5);
    const saved = names[answers.findIndex((answer) => answer.ok)];
    expect(await eventRow(event.id)).toMatchObject({ name: saved, revision: 1 });
  });

  it("of one form, such as a double click, are saved once and queue one mailing", async () => {
    const event = await createEvent();
    await createTicket({ eventId: event.id });
    const version = editVersion(event);
    const move = () => edit({ id: event.createdBy }, event.id, { location: "Elsewhere" }, { version });
    const answers = await Promise.all([move(), move(), move(), move()]);
    expect(answers.filter((answer) => answer.ok)).toHaveLength(4);
    expect(await queued()).toHaveLength(1);
    expect((await eventRow(event.id))?.revision).toBe(1);
    expect(await reader().select().from(auditLog)).toHaveLength(1);
  });
});
