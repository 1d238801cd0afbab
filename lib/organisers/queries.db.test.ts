import { describe, expect, it } from "vitest";
import { newId } from "@/lib/ids";
import { withDatabase } from "@/tests/harness/database";
import { createEvent, createOrganiser, createTicket, createUser, testNow } from "@/tests/harness/factories";
import { attendeeListInput } from "./input";
import {
  attendeesPerPage,
  findEventFor,
  isOrganiserOf,
  listAttendees,
  listManagedEvents,
  listOrganisers,
} from "./queries";

withDatabase();

const start = (iso: string) => ({ startsAt: new Date(iso) });

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
    const listed = await listManagedEvents(grace.id, testNow);
    expect(listed.map((event) => event.name)).toEqual(["on now", "next", "far", "off", "over", "long ago"]);
    expect(listed.map((event) => event.state)).toEqual([
      "started",
      "upcoming",
      "upcoming",
      "cancelled",
      "ended",
      "ended",
    ]);
  });

  it("shows a promoted attendee that one event with its figures, and nothing of others", async () => {
    const [ada, event, other] = [
      await createUser(),
      await createEvent({ capacity: 50, allocated: 49 }),
      await createEvent(),
    ];
    await createOrganiser(event.id, ada.id);
    expect((await listManagedEvents(ada.id, testNow)).map(({ id }) => id)).toEqual([event.id]);
    expect(await findEventFor(event.id, ada.id, testNow)).toMatchObject({
      capacity: 50,
      allocated: 49,
      label: { kind: "last", left: 1 },
    });
    expect(await findEventFor(other.id, ada.id, testNow)).toBeNull();
    expect(await isOrganiserOf(event.id, ada.id)).toBe(true);
    expect(await isOrganiserOf(other.id, ada.id)).toBe(false);
  });

  it("hides a foreign event from any other organiser, and unknown ones from everybody", async () => {
    const [event, lin] = [await createEvent(), await createUser({ class: "organiser" })];
    for (const id of [event.id, newId(), ""]) expect(await findEventFor(id, lin.id, testNow)).toBeNull();
  });
});

describe("listAttendees", () => {
  const find = async (eventId: string, q = "", page = 1) => {
    const { attendees, more } = await listAttendees(eventId, { q, page });
    return { names: attendees.map((attendee) => attendee.name), more };
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
    const { attendees } = await listAttendees(event.id, { q: "", page: 1 });
    expect(attendees).toEqual([
      { userId: ada.id, name: "Ada", email: ada.email, requestedAt: testNow, isOrganiser: false },
      { userId: bob.id, name: "Bob", email: bob.email, requestedAt: late, isOrganiser: true },
    ]);
  });

  it("calls nobody organiser who organises another event only", async () => {
    const [event, other, ada] = [await createEvent(), await createEvent(), await createUser()];
    await createTicket({ eventId: event.id, holderId: ada.id });
    await createOrganiser(other.id, ada.id);
    expect((await listAttendees(event.id, { q: "", page: 1 })).attendees[0]?.isOrganiser).toBe(false);
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

  it("has 50 a page and says whether more follow", async () => {
    const event = await createEvent({ capacity: 100 });
    for (let i = 0; i <= attendeesPerPage; i++)
      await createTicket({ eventId: event.id, createdAt: new Date(testNow.getTime() + i) });
    const pages = [await find(event.id), await find(event.id, "", 2), await find(event.id, "", 99_999)];
    expect(pages.map((page) => [page.names.length, page.more])).toEqual([
      [50, true],
      [1, false],
      [0, false],
    ]);
  });

  it.each([
    [{}, { q: "", page: 1 }],
    [
      { q: " Ada ", page: "2" },
      { q: "Ada", page: 2 },
    ],
    [
      { q: ["a", "b"], page: ["1", "2"] },
      { q: "", page: 1 },
    ],
    [
      { q: "a\0b", page: "0" },
      { q: "", page: 1 },
    ],
    [{ page: "-1" }, { q: "", page: 1 }],
    [{ page: "1e9" }, { q: "", page: 1 }],
    [{ page: "100000" }, { q: "", page: 1 }],
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
