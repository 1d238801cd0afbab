import { describe, expect, it } from "vitest";
import { needsAttention } from "./attention";
import type { ManagedEvent } from "./queries";

const event = (id: string, given: Partial<ManagedEvent> = {}) =>
  ({ id, state: "upcoming", capacity: 100, allocated: 10, ...given }) as ManagedEvent;

const found = (events: ManagedEvent[], undelivered: [string, number][] = []) =>
  needsAttention(events, new Map(undelivered)).map(({ kind, event: { id } }) => `${kind} ${id}`);

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
    expect(found(events, [["mail", 2]])).toEqual([
      "undelivered mail",
      "on-now now",
      "near-capacity near",
      "full full",
    ]);
  });

  it("says how many spaces are left", () => {
    expect(needsAttention([event("a", { allocated: 97 })], new Map())).toMatchObject([{ left: 3 }]);
  });

  it("does not mind that an event for one is full", () => {
    expect(found([event("a", { capacity: 1, allocated: 1 })])).toEqual([]);
  });

  it("says nothing of the spaces of an event that has started", () => {
    expect(found([event("a", { state: "started", allocated: 100 })])).toEqual(["on-now a"]);
  });
});
