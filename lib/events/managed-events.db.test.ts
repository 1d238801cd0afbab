import { describe, expect, it } from "vitest";
import { newId } from "@/lib/runtime/ids";
import { withDatabase } from "@/tests/harness/database";
import { createEvent, createOrganiser, createUser, testNow } from "@/tests/harness/factories";
import { findEventFor, listManagedEvents, managedPerPage } from "./queries";

withDatabase();

const start = (iso: string) => ({ startsAt: new Date(iso) });

const managed = (userId: string, group: "upcoming" | "past", after: string | null = null) =>
  listManagedEvents(userId, group, after, testNow);

describe("the dashboard", () => {
  it("lists an organiser's events: running and upcoming soonest first, the others latest first", async () => {
    const grace = await createUser({ role: "organiser" });
    const own = { createdBy: grace.id };
    await createEvent({ ...own, name: "next", ...start("2030-02-01T10:00Z") });
    await createEvent({ ...own, name: "far", ...start("2031-02-01T10:00Z") });
    await createEvent({ ...own, name: "on now", ...start("2030-01-01T11:30Z") });
    await createEvent({ ...own, name: "long ago", ...start("2028-01-01T10:00Z") });
    await createEvent({ ...own, name: "past", ...start("2029-12-01T10:00Z") });
    await createEvent({ ...own, name: "off", ...start("2030-03-01T10:00Z"), cancelledAt: testNow });
    await createEvent({ name: "foreign" });
    const [upcoming, past] = [await managed(grace.id, "upcoming"), await managed(grace.id, "past")];
    expect(upcoming.events.map(({ name, state }) => [name, state])).toEqual([
      ["on now", "started"],
      ["next", "upcoming"],
      ["far", "upcoming"],
    ]);
    expect(past.events.map(({ name, state }) => [name, state])).toEqual([
      ["off", "cancelled"],
      ["past", "ended"],
      ["long ago", "ended"],
    ]);
    expect([upcoming.next, past.next]).toEqual([null, null]);
  });

  it.each([
    ["upcoming", "2031-01-01T10:00Z", 1],
    ["past", "2029-01-01T10:00Z", -1],
  ] as const)(
    "has 50 %s events a page, even with equal starts, and continues after the last",
    async (group, first, way) => {
      const grace = await createUser({ role: "organiser" });
      const ids = [];
      for (let i = 0; i <= managedPerPage; i++) {
        // Pairs with the same start, so that a page ends within a pair.
        const startsAt = new Date(Date.parse(first) + way * Math.floor((i + 1) / 2) * 60_000);
        const id = String(way > 0 ? i : 99 - i).padStart(20, "0");
        ids.push((await createEvent({ id, createdBy: grace.id, startsAt })).id);
      }
      const page = await managed(grace.id, group);
      expect(page.events.map(({ id }) => id)).toEqual(ids.slice(0, managedPerPage));
      const rest = await managed(grace.id, group, page.next);
      expect(rest).toMatchObject({ events: [{ id: ids[managedPerPage] }], next: null });
      expect((await managed(grace.id, group, newId())).events).toHaveLength(managedPerPage);
    },
  );

  it("shows a promoted attendee that event with its figures, and no other", async () => {
    const [ada, event, other] = [
      await createUser(),
      await createEvent({ capacity: 50, allocated: 49 }),
      await createEvent(),
    ];
    await createOrganiser(event.id, ada.id);
    expect((await managed(ada.id, "upcoming")).events.map(({ id }) => id)).toEqual([event.id]);
    expect(await findEventFor(event.id, ada.id, testNow)).toMatchObject({
      capacity: 50,
      allocated: 49,
      label: { kind: "last", left: 1 },
    });
    expect(await findEventFor(other.id, ada.id, testNow)).toBeNull();
  });

  it("hides an event from other organisers, and unknown ones from everybody", async () => {
    const [event, lin] = [await createEvent(), await createUser({ role: "organiser" })];
    for (const id of [event.id, newId(), ""]) expect(await findEventFor(id, lin.id, testNow)).toBeNull();
  });
});
