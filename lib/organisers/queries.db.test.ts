import { describe, expect, it } from "vitest";
import { newId } from "@/lib/runtime/ids";
import { withDatabase } from "@/tests/harness/database";
import { createEvent, createOrganiser, createTicket, createUser, testNow } from "@/tests/harness/factories";
import { attendeeListInput } from "./input";
import {
  attendeesPerPage,
  findEventFor,
  listAttendees,
  listManagedEvents,
  listOrganisers,
  managedPerPage,
} from "./queries";

withDatabase();

const start = (iso: string) => ({ startsAt: new Date(iso) });

const managed = (userId: string, group: "ahead" | "over", after: string | null = null) =>
  listManagedEvents(userId, group, after, testNow);

describe("the dashboard", () => {
  it("lists the events one organises: running and upcoming soonest first, then the rest latest first", async () => {
    const grace = await createUser({ class: "organiser" });
    const own = { createdBy: grace.id };
    await createEvent({ ...own, name: "next", ...start("2030-02-01T10:00Z") });
    await createEvent({ ...own, name: "far", ...start("2031-02-01T10:00Z") });
    await createEvent({ ...own, name: "on now", ...start("2030-01-01T11:30Z") });
    await createEvent({ ...own, name: "long ago", ...start("2028-01-01T10:00Z") });
    await createEvent({ ...own, name: "over", ...start("2029-12-01T10:00Z") });
    await createEvent({ ...own, name: "off", ...start("2030-03-01T10:00Z"), cancelledAt: testNow });
    await createEvent({ name: "foreign" });
    const [ahead, over] = [await managed(grace.id, "ahead"), await managed(grace.id, "over")];
    expect(ahead.events.map(({ name, state }) => [name, state])).toEqual([
      ["on now", "started"],
      ["next", "upcoming"],
      ["far", "upcoming"],
    ]);
    expect(over.events.map(({ name, state }) => [name, state])).toEqual([
      ["off", "cancelled"],
      ["over", "ended"],
      ["long ago", "ended"],
    ]);
    expect([ahead.next, over.next]).toEqual([null, null]);
  });

  it.each([
    ["ahead", "2031-01-01T10:00Z", 1],
    ["over", "2029-01-01T10:00Z", -1],
  ] as const)(
    "has 50 a page of those %s, the same moment or not, and goes on after the last",
    async (group, first, way) => {
      const grace = await createUser({ class: "organiser" });
      const ids = [];
      for (let i = 0; i <= managedPerPage; i++) {
        // Two by two at one moment, so that a page ends between twins.
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

  it("shows a promoted attendee that one event with its figures, and nothing of others", async () => {
    const [ada, event, other] = [
      await createUser(),
      await createEvent({ capacity: 50, allocated: 49 }),
      await createEvent(),
    ];
    await createOrganiser(event.id, ada.id);
    expect((await managed(ada.id, "ahead")).events.map(({ id }) => id)).toEqual([event.id]);
    expect(await findEventFor(event.id, ada.id, testNow)).toMatchObject({
      capacity: 50,
      allocated: 49,
      label: { kind: "last", left: 1 },
    });
    expect(await findEventFor(other.id, ada.id, testNow)).toBeNull();
  });

  it("hides a foreign event from any other organiser, and unknown ones from everybody", async () => {
    const [event, lin] = [await createEvent(), await createUser({ class: "organiser" })];
    for (const id of [event.id, newId(), ""]) expect(await findEventFor(id, lin.id, testNow)).toBeNull();
  });
});

describe("listAttendees", () => {
  const find = async (eventId: string, q = "", after: string | null = null) => {
    const { attendees, next } = await listAttendees(eventId, { q, after });
    return { names: attendees.map((attendee) => attendee.name), next };
  };

  it("lists active holders, first come first, and who of them organises", async () => {
    const event = await createEvent();
    const [ada, bob, eve] = [
      await createUser({ name: "Ada" }),
      await createUser({ name: "Bob" }),
      await createUser({ name: "Eve" }),
    ];
    const late = new Date(testNow.getTime() + 1000);
    await createTicket({ eventId: event.id, holderId: bob.id, createdAt: late });
    await createTicket({ eventId: event.id, holderId: ada.id });
    await createTicket({ eventId: event.id, holderId: eve.id, voidedAt: late });
    await createTicket({ eventId: (await createEvent()).id, holderId: eve.id });
    await createOrganiser(event.id, bob.id);
    const { attendees } = await listAttendees(event.id, { q: "", after: null });
    expect(attendees).toEqual([
      { userId: ada.id, name: "Ada", email: ada.email, requestedAt: testNow, isOrganiser: false },
      { userId: bob.id, name: "Bob", email: bob.email, requestedAt: late, isOrganiser: true },
    ]);
  });

  it("calls nobody organiser who organises another event only", async () => {
    const [event, other, ada] = [await createEvent(), await createEvent(), await createUser()];
    await createTicket({ eventId: event.id, holderId: ada.id });
    await createOrganiser(other.id, ada.id);
    expect((await listAttendees(event.id, { q: "", after: null })).attendees[0]?.isOrganiser).toBe(false);
  });

  it("searches name and email, whatever case and accents", async () => {
    const event = await createEvent();
    for (const [name, email] of [
      ["Zoë O'Brien", "zoe@example.org"],
      ["Łukasz 100%", "luke_1@example.com"],
    ] as const) {
      const { id } = await createUser({ name, email });
      await createTicket({ eventId: event.id, holderId: id });
    }
    expect((await find(event.id, "ZOE")).names).toEqual(["Zoë O'Brien"]);
    expect((await find(event.id, "o'brien example.org")).names).toEqual(["Zoë O'Brien"]);
    expect((await find(event.id, "100%")).names).toEqual(["Łukasz 100%"]);
    expect((await find(event.id, "LUKE_1@")).names).toEqual(["Łukasz 100%"]);
    expect((await find(event.id, "nobody")).names).toEqual([]);
  });

  it.each(["", "number"])("has 50 a page and goes on after the last when %j is searched", async (q) => {
    const event = await createEvent({ capacity: 100 });
    const other = await createTicket({ eventId: (await createEvent()).id });
    for (let i = 0; i <= attendeesPerPage; i++) {
      const holder = await createUser({ name: `Number ${i}` });
      const createdAt = new Date(testNow.getTime() + Math.floor((i + 1) / 2));
      await createTicket({
        id: String(i).padStart(20, "0"),
        eventId: event.id,
        holderId: holder.id,
        createdAt,
      });
    }
    const first = await find(event.id, q);
    expect(first.names).toEqual(Array.from({ length: attendeesPerPage }, (_, i) => `Number ${i}`));
    expect(await find(event.id, q, first.next)).toEqual({ names: ["Number 50"], next: null });
    // Another event's ticket is no place of this list.
    for (const after of [newId(), other.id]) expect(await find(event.id, q, after)).toEqual(first);
  });

  const id = "0123456789abcdefghjk";

  it.each([
    [{}, { q: "", after: null }],
    [
      { q: " Ada ", after: id },
      { q: "Ada", after: id },
    ],
    [
      { q: ["a", "b"], after: [id, id] },
      { q: "", after: null },
    ],
    [
      { q: "a\0b", after: "" },
      { q: "", after: null },
    ],
    [{ after: "' or 1=1" }, { q: "", after: null }],
  ])("understands of its address %j that it is %j", (search, input) => {
    expect(attendeeListInput.parse(search)).toEqual(input);
  });
});

describe("listOrganisers", () => {
  it("names the creator first, then those promoted", async () => {
    const grace = await createUser({ class: "organiser", name: "Grace", id: "zz" });
    const event = await createEvent({ createdBy: grace.id });
    await createOrganiser(event.id, (await createUser({ name: "Ada", id: "aa" })).id);
    expect((await listOrganisers(event.id)).map(({ name, isCreator }) => [name, isCreator])).toEqual([
      ["Grace", true],
      ["Ada", false],
    ]);
  });
});
