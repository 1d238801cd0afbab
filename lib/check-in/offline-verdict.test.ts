import { describe, expect, it } from "vitest";
import type { ListedTicket } from "./door-list-format";
import { offlineVerdict } from "./offline-verdict";

const madeAt = new Date("2030-02-01T17:00Z");
const now = new Date("2030-02-01T18:30Z");
const door = {
  name: "North",
  startsAt: new Date("2030-02-01T18:00Z"),
  endsAt: new Date("2030-02-01T22:00Z"),
};
const ticket: ListedTicket = { ticketId: "t", name: "Priya Student", state: "active", at: 0, door: "" };
const person = { name: "Priya Student", ending: "R1H8" };

const ask = (given: Partial<Parameters<typeof offlineVerdict>[0]> = {}) =>
  offlineVerdict({
    ...{ code: "3SWT0A1B2C3DR1H8", nonce: "n", list: { ticket, madeAt }, before: null, door, now },
    ...given,
  });
const listed = (state: ListedTicket["state"], at: Date, where = "") => ({
  list: { ticket: { ...ticket, state, at: at.getTime(), door: where }, madeAt },
});

describe("offlineVerdict", () => {
  it("lets a listed ticket in", () => {
    expect(ask()).toEqual({ result: "checked-in", ...person, nonce: "n" });
  });

  it("says of one that was checked in before when and where, first of all at this door", () => {
    const at = new Date("2030-02-01T16:00Z");
    const elsewhere = listed("checked-in", at, "South");
    expect(ask(elsewhere)).toEqual({ result: "already", ...person, at: at.toISOString(), door: "South" });
    expect(ask({ before: { at: now } })).toEqual({
      ...{ result: "already", ...person, at: now.toISOString(), door: "North" },
    });
  });

  it.each(["cancelled", "taken-back", "event-cancelled"] as const)("refuses a %s one", (reason) => {
    const at = new Date("2030-01-24T21:56Z");
    expect(ask(listed(reason, at))).toEqual({ result: "not-valid", reason, at: at.toISOString() });
  });

  it("says that a code may be newer than the list, and of what time that is", () => {
    expect(ask({ list: { ticket: null, madeAt } })).toEqual({
      ...{ result: "not-valid", reason: "not-listed", at: madeAt.toISOString() },
    });
  });

  it("says that there is no list", () => {
    expect(ask({ list: null })).toEqual({ result: "not-valid", reason: "no-list" });
  });

  it("refuses the wrong time", () => {
    expect(ask({ now: new Date("2030-02-01T05:00Z") })).toMatchObject({
      ...{ reason: "too-early", at: "2030-02-01T06:00:00.000Z" },
    });
  });
});
