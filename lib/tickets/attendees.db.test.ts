import { describe, expect, it } from "vitest";
import { newId } from "@/lib/runtime/ids";
import { managedId } from "@/tests/harness/checked-commands";
import { withDatabase } from "@/tests/harness/database";
import {
  createCheckIn,
  createEvent,
  createOrganiser,
  createTicket,
  createUser,
  type TicketRow,
  testNow,
} from "@/tests/harness/factories";
import { attendeeListInput } from "./input";
import { attendeesPerPage, listAttendees } from "./queries";

withDatabase();

describe("listAttendees", () => {
  const find = async (eventId: string, q = "", after: string | null = null) => {
    const { attendees, next } = await listAttendees(managedId(eventId), { q, after });
    return { names: attendees.map((attendee) => attendee.name), next };
  };

  it("lists active holders in order of request, and marks organisers", async () => {
    const event = await createEvent();
    const [ada, bob, eve] = [
      await createUser({ name: "Ada" }),
      await createUser({ name: "Bob" }),
      await createUser({ name: "Eve" }),
    ];
    const late = new Date(testNow.getTime() + 1000);
    const second = await createTicket({ eventId: event.id, holderId: bob.id, createdAt: late });
    const first = await createTicket({ eventId: event.id, holderId: ada.id });
    await createTicket({ eventId: event.id, holderId: eve.id, voidedAt: late });
    await createTicket({ eventId: (await createEvent()).id, holderId: eve.id });
    await createOrganiser(event.id, bob.id);
    const { attendees } = await listAttendees(managedId(event.id), { q: "", after: null });
    const valid = { checkedInAt: null, voidedAt: null };
    const [one, two] = [
      { ticketId: first.id, userId: ada.id, name: "Ada", email: ada.email, requestedAt: testNow },
      { ticketId: second.id, userId: bob.id, name: "Bob", email: bob.email, requestedAt: late },
    ];
    expect(attendees).toEqual([
      { ...one, ...valid, isOrganiser: false },
      { ...two, ...valid, isOrganiser: true },
    ]);
  });

  it("keeps the people whose tickets the cancellation of the event made void", async () => {
    const event = await createEvent({ cancelledAt: testNow });
    const [ada, eve] = [await createUser({ name: "Ada" }), await createUser({ name: "Eve" })];
    await createTicket({ eventId: event.id, holderId: ada.id });
    await createTicket({ eventId: event.id, holderId: eve.id, voidedAt: testNow });
    expect(await find(event.id)).toEqual({ names: ["Ada"], next: null });
  });

  it("does not mark organisers of other events", async () => {
    const [event, other, ada] = [await createEvent(), await createEvent(), await createUser()];
    await createTicket({ eventId: event.id, holderId: ada.id });
    await createOrganiser(other.id, ada.id);
    expect((await listAttendees(managedId(event.id), { q: "", after: null })).attendees[0]?.isOrganiser).toBe(
      false,
    );
  });

  it("searches name and email regardless of case and accents", async () => {
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

  it("finds the longest name and address", async () => {
    // Syllables with a long search text: see the test of the public list.
    const name = String.fromCodePoint(
      ...Array.from({ length: 100 }, (_, i) => 0xac01 + ((i * 7_919) % 11_171)),
    );
    const host = Array.from({ length: 27 }, (_, i) => `label${i}ab`).join(".");
    const email = `${"a".repeat(64)}@${host}`.slice(0, 250).concat(".org");
    const [event, holder] = [await createEvent(), await createUser({ name, email })];
    await createTicket({ eventId: event.id, holderId: holder.id });
    expect((await find(event.id, name.slice(90))).names).toEqual([name]);
  });

  it.each(["", "number"])(
    "has 50 attendees a page and continues after the last for the search %j",
    async (q) => {
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
      // Another event's ticket is no cursor of this list.
      for (const after of [newId(), other.id]) expect(await find(event.id, q, after)).toEqual(first);
    },
  );

  const id = "0123456789abcdefghjk";

  it("shows those who were checked in, or whose tickets are void, and sorts by name", async () => {
    const event = await createEvent();
    const later = (ms: number) => new Date(testNow.getTime() + ms);
    const holders = [];
    for (const name of ["Zoë", "Ada", "Mia", "Bob"]) holders.push(await createUser({ name }));
    const held: TicketRow[] = [];
    for (const [n, { id }] of holders.entries())
      held.push(
        await createTicket({
          ...{ eventId: event.id, holderId: id, createdAt: later(n) },
          voidedAt: n === 3 ? later(9) : null,
        }),
      );
    const [zoe, , mia] = held as [TicketRow, TicketRow, TicketRow];
    const organiser = { id: event.createdBy };
    await createCheckIn(mia, organiser);
    await createCheckIn(zoe, organiser, { state: "undone", undoneAt: testNow, undoneBy: organiser.id });
    const names = async (filter: Parameters<typeof listAttendees>[1]) =>
      (await listAttendees(managedId(event.id), filter)).attendees.map(({ name }) => name);
    expect(await names({})).toEqual(["Zoë", "Ada", "Mia"]);
    expect(await names({ sort: "name" })).toEqual(["Ada", "Mia", "Zoë"]);
    expect(await names({ show: "checked-in" })).toEqual(["Mia"]);
    expect(await names({ show: "void" })).toEqual(["Bob"]);
    const first = await listAttendees(managedId(event.id), { sort: "name", limit: 2 });
    expect(await names({ sort: "name", limit: 2, after: first.next })).toEqual(["Zoë"]);
  });

  const usual = { q: "", show: "holding", sort: "requested", after: null };

  it.each([
    [{}, usual],
    [
      { q: " Ada ", after: id, show: "void", sort: "name" },
      { q: "Ada", after: id, show: "void", sort: "name" },
    ],
    [{ q: ["a", "b"], after: [id, id], show: ["void", "void"], sort: "capacity" }, usual],
    [{ q: "a\0b", after: "" }, usual],
    [{ after: "' or 1=1", show: "everybody" }, usual],
  ])("reads the query string %j as %j", (search, input) => {
    expect(attendeeListInput.parse(search)).toEqual(input);
  });
});
