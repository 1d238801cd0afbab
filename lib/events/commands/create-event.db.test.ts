import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { reader } from "@/db/client";
import { auditLog, eventOrganisers, events } from "@/db/schema";
import { decide } from "@/lib/outcome/outcome";
import { withDatabase } from "@/tests/harness/database";
import { createOrganiser, createEvent as createRow, createUser, testNow } from "@/tests/harness/factories";
import type { Actor } from "../access";
import type { NewEvent } from "../input";
import { createEvent } from "./create-event";

withDatabase();

const event: NewEvent = {
  name: "Ünïcode Évening",
  description: "",
  location: "O'Brien & Sons <b>",
  host: "The Engine Society",
  contact: "engines@example.org",
  pictureId: "",
  capacity: 100,
  date: "2030-06-01",
  time: "00:30",
  timeZone: "Europe/London",
  durationMinutes: 90,
};

const create = (actor: Actor, change: Partial<NewEvent> = {}) =>
  decide((tx) => createEvent(tx, { actor, event: { ...event, ...change }, now: testNow }));

describe("createEvent", () => {
  it("stores the event as typed, with its creator as organiser", async () => {
    const grace = await createUser({ role: "organiser" });
    const outcome = await create(grace);
    const [row] = await reader().select().from(events);
    expect(outcome).toEqual({ ok: true, value: row?.id });
    expect(row).toMatchObject({
      name: event.name,
      location: event.location,
      host: event.host,
      contact: event.contact,
      searchText: "unicode evening o'brien & sons <b>",
      startsAt: new Date("2030-05-31T23:30:00Z"),
      endsAt: new Date("2030-06-01T01:00:00Z"),
      startDate: "2030-06-01",
      timeZone: "Europe/London",
      capacity: 100,
      allocated: 0,
      revision: 0,
      updatedAt: testNow,
      createdBy: grace.id,
    });
    expect(await reader().select().from(eventOrganisers)).toMatchObject([
      { eventId: row?.id, userId: grace.id, addedBy: grace.id },
    ]);
    const [entry] = await reader().select().from(auditLog);
    expect(entry).toMatchObject({ action: "event.create", actorId: grace.id, subject: row?.id, at: testNow });
  });

  it("is not-found for attendee accounts, promoted for another event or not", async () => {
    const [ada, other] = [await createUser(), await createRow()];
    await createOrganiser(other.id, ada.id);
    expect(await create(ada)).toEqual({ ok: false, reason: "not-found" });
    expect(await reader().select().from(events).where(eq(events.createdBy, ada.id))).toEqual([]);
  });

  it.each([
    ["past", { date: "2030-01-01", time: "12:00" }],
    ["too-far", { date: "2035-01-02" }],
    ["time-skipped", { date: "2030-03-31", time: "01:30" }],
    ["time-twice", { date: "2030-10-27", time: "01:30" }],
  ])("refuses %s and stores nothing", async (reason, change) => {
    const grace = await createUser({ role: "organiser" });
    expect(await create(grace, change)).toMatchObject({ ok: false, reason });
    expect(await reader().select().from(events)).toEqual([]);
    expect(await reader().select().from(auditLog)).toEqual([]);
  });
});
