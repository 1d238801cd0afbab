import { describe, expect, it } from "vitest";
import { withDatabase } from "@/tests/harness/database";
import { createEvent, createTicket, createUser, testNow } from "@/tests/harness/factories";
import { listCalendarTickets } from "./queries";

withDatabase();

const day = 24 * 3_600_000;
/** A start so that the event ends that many days after now. */
const endsIn = (days: number) => ({
  startsAt: new Date(testNow.getTime() + days * day - 90 * 60_000),
});

describe("a holder's calendar", () => {
  it("has their own events until 90 days after the end, the latest first", async () => {
    const ada = await createUser();
    for (const days of [-90.01, -89.99, 0.01, 40]) {
      const { id } = await createEvent({ name: String(days), ...endsIn(days) });
      await createTicket({ eventId: id, holderId: ada.id });
    }
    const foreign = await createEvent({ name: "foreign" });
    await createTicket({ eventId: foreign.id });
    expect((await listCalendarTickets(ada.id, testNow)).map(({ name }) => name)).toEqual([
      "40",
      "0.01",
      "-89.99",
    ]);
  });

  it("shows an event as cancelled when it or the ticket is, and once, with the ticket that counts", async () => {
    const ada = await createUser();
    const [kept, off, given] = [
      await createEvent({ name: "kept", ...endsIn(3) }),
      await createEvent({ name: "off", ...endsIn(2), cancelledAt: testNow }),
      await createEvent({ name: "given back", ...endsIn(1) }),
    ];
    const asked = (days: number) => ({ createdAt: new Date(testNow.getTime() + days * day) });
    const hold = async (eventId: string, ticket = {}) =>
      (await createTicket({ eventId, holderId: ada.id, ...ticket })).id;
    // At the same time, so that only the state tells which one counts.
    await hold(kept.id, { id: "z".repeat(20), voidedAt: testNow, ...asked(-1) });
    const active = await hold(kept.id, { id: "a".repeat(20), ...asked(-1) });
    const ofCancelled = await hold(off.id);
    await hold(given.id, { voidedAt: testNow, ...asked(-2) });
    const last = await hold(given.id, { voidedAt: testNow, ...asked(-1) });
    const found = await listCalendarTickets(ada.id, testNow);
    expect(found.map(({ name, cancelled, ticketId }) => [name, cancelled, ticketId])).toEqual([
      ["kept", false, active],
      ["off", true, ofCancelled],
      ["given back", true, last],
    ]);
  });

  it("has no code and no figure", async () => {
    const ticket = await createTicket({ eventId: (await createEvent()).id });
    const [found] = await listCalendarTickets(ticket.holderId, testNow);
    expect(JSON.stringify(found)).not.toContain(ticket.code);
    expect(Object.keys(found ?? {}).filter((key) => /capacity|allocated|code/i.test(key))).toEqual([]);
  });
});
