import { describe, expect, it } from "vitest";
import { needsAttention } from "./attention";
import type { ManagedEvent } from "./queries";

const now = new Date("2030-01-01T12:00:00Z");
const inHours = (hours: number) => new Date(now.getTime() + hours * 3_600_000);

const event = (id: string, given: Partial<ManagedEvent> = {}) =>
  ({ id, state: "upcoming", capacity: 100, allocated: 10, startsAt: inHours(25), ...given }) as ManagedEvent;

const facts = { undelivered: new Map(), checkedIn: new Map(), drafts: 0, now };

const found = (events: ManagedEvent[], given: Partial<typeof facts> = {}) =>
  needsAttention(events, { ...facts, ...given }).map((each) =>
    "event" in each ? `${each.kind} ${each.event.id}` : each.kind,
  );

describe("needsAttention", () => {
  it("has nothing to say of an event with space", () => {
    expect(found([event("a"), event("b", { allocated: 95 }), event("c", { state: "ended" })])).toEqual([]);
  });

  it("begins with what is most urgent", () => {
    const events = [
      event("full", { allocated: 100 }),
      event("near", { allocated: 96 }),
      event("now", { state: "started" }),
      event("mail"),
    ];
    const given = { undelivered: new Map([["mail", 2]]), drafts: 2 };
    expect(found([event("soon", { startsAt: inHours(24) }), ...events], given)).toEqual([
      "on-now now",
      "today soon",
      "undelivered mail",
      "near-capacity near",
      "full full",
      "drafts",
    ]);
  });

  it("says how many spaces are left, and how many people came", () => {
    expect(needsAttention([event("a", { allocated: 97 })], facts)).toMatchObject([{ left: 3 }]);
    const checkedIn = new Map([["b", 41]]);
    expect(needsAttention([event("b", { state: "started" })], { ...facts, checkedIn })).toMatchObject([
      { checkedIn: 41 },
    ]);
  });

  it("has nothing of an event that begins in more than a day", () => {
    expect(found([event("a", { startsAt: new Date(inHours(24).getTime() + 1) })])).toEqual([]);
  });

  it("does not mind that an event for one is full", () => {
    expect(found([event("a", { capacity: 1, allocated: 1 })])).toEqual([]);
  });

  it("says nothing of the spaces of an event that has started", () => {
    expect(found([event("a", { state: "started", allocated: 100 })])).toEqual(["on-now a"]);
  });
});
