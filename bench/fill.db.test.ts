import { and, eq, isNull, sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { reader } from "@/db/client";
import { eventOrganisers, events, tickets, users } from "@/db/schema";
import { availabilityLabel } from "@/lib/availability/availability";
import { withDatabase } from "@/tests/harness/database";
import { testNow } from "@/tests/harness/factories";
import { openRows } from "@/tests/harness/rows";
import { fill } from "./fill";

const database = withDatabase();
const filling = { events: 400, attendees: 3_000, tickets: 9_000 };

describe("a filled database", () => {
  beforeEach(async () => {
    const rows = await openRows(database.url);
    await fill(rows, filling, testNow);
    await rows.close();
  });

  it("has as many rows as were asked for", async () => {
    const counts = [
      await reader().$count(users),
      await reader().$count(events),
      await reader().$count(tickets),
    ];
    expect(counts.map(Number)).toEqual([3_008, 400, 9_000]);
    expect(await reader().select().from(eventOrganisers)).toHaveLength(400);
  });

  it("counts as allocated exactly the active tickets of each event, none of a cancelled one", async () => {
    const active = and(eq(tickets.eventId, events.id), isNull(tickets.voidedAt));
    const counted = sql<number>`(select count(*) from ${tickets} where ${active})`;
    const rows = await reader().select({ event: events, active: counted }).from(events);
    for (const { event, active } of rows)
      expect([event.allocated, event.voidedTickets]).toEqual(
        event.cancelledAt ? [0, Number(active)] : [Number(active), 0],
      );
    const cancelled = rows.filter(({ event }) => event.cancelledAt);
    expect(cancelled.length).toBeGreaterThan(4);
    expect(cancelled.some(({ event }) => event.voidedTickets > 0)).toBe(true);
  });

  it("has events of every label, most of them upcoming, and a few that most people go to", async () => {
    const rows = await reader().select().from(events);
    const labels = new Set(rows.map((event) => availabilityLabel(event, testNow)?.kind));
    expect(labels).toEqual(new Set([undefined, "full", "last"]));
    expect(rows.filter((event) => event.startsAt > testNow).length).toBeGreaterThan(320);
    expect(Math.max(...rows.map(({ allocated }) => allocated))).toBeGreaterThan(400);
  });
});
