import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { reader } from "@/db/client";
import { onPostgres } from "@/db/database-url";
import { eventOrganisers, events, tickets, users } from "@/db/schema";
import { availabilityLabel } from "@/lib/availability/availability";
import { runSql, withDatabase } from "@/tests/harness/database";
import { testNow } from "@/tests/harness/factories";
import { fillDatabase } from "./large";
import { visitors } from "./people";

const database = withDatabase({ own: true });
const sizes = { events: 400, accounts: 3_000, tickets: 9_000 };

const everything = async () => ({
  users: await reader().select().from(users).orderBy(users.id),
  events: await reader().select().from(events).orderBy(events.id),
  organisers: await reader()
    .select()
    .from(eventOrganisers)
    .orderBy(eventOrganisers.eventId, eventOrganisers.userId),
  tickets: await reader().select().from(tickets).orderBy(tickets.id),
});

const indexes = async () =>
  runSql(
    database.url,
    onPostgres
      ? "select indexdef as made from pg_indexes where schemaname = 'public' order by 1"
      : "select sql as made from sqlite_master where type = 'index' order by name",
  );

describe("a database filled at large", () => {
  let indexesBefore: unknown;
  beforeEach(async () => {
    indexesBefore = await indexes();
    await fillDatabase({ ...sizes, url: database.url, now: testNow });
  });

  it("has as much as was asked for, and the indexes that it had", async () => {
    const all = await everything();
    expect([all.users.length, all.events.length, all.tickets.length]).toEqual([3_000, 400, 9_000]);
    expect(await indexes()).toEqual(indexesBefore);
  });

  it("counts as allocated exactly the active tickets of each event, none of a cancelled one", async () => {
    const active = and(eq(tickets.eventId, events.id), isNull(tickets.voidedAt));
    const counted = sql<number>`(select count(*) from ${tickets} where ${active})`;
    const rows = await reader().select({ event: events, active: counted }).from(events);
    for (const { event, active } of rows) expect(event.allocated).toBe(Number(active));
    const cancelled = rows.filter(({ event }) => event.cancelledAt);
    expect(cancelled.length).toBeGreaterThan(4);
    expect(cancelled.some(({ event }) => event.voidedTickets > 0)).toBe(true);
  });

  it("has events of every fullness, most of them upcoming, and every creator among the organisers", async () => {
    const { events: rows, organisers } = await everything();
    const labels = new Set(rows.map((event) => availabilityLabel(event, testNow)?.kind));
    expect(labels).toEqual(new Set([undefined, "full", "last"]));
    expect(rows.filter((event) => event.startsAt > testNow).length).toBeGreaterThan(320);
    for (const { id, createdBy } of rows)
      expect(organisers.some(({ eventId, userId }) => eventId === id && userId === createdBy)).toBe(true);
    expect(organisers.length).toBeGreaterThan(rows.length);
  });

  it("gives out tickets between an event's creation and its start, and none later than now", async () => {
    const late = await reader()
      .select({ id: tickets.id })
      .from(tickets)
      .innerJoin(events, eq(events.id, tickets.eventId))
      .where(gt(tickets.createdAt, events.startsAt));
    expect(late).toEqual([]);
    const { tickets: rows } = await everything();
    expect(
      rows.every(({ createdAt, voidedAt }) => createdAt < testNow && !(voidedAt && voidedAt < createdAt)),
    ).toBe(true);
  });

  it("lets the demo's visitors sign in, with many events and tickets of their own", async () => {
    const { users: people, events: rows, tickets: held } = await everything();
    const idOf = (email: string) => people.find((user) => user.email === email)?.id;
    const own = rows.filter((event) => event.createdBy === idOf(visitors.organiser.email));
    expect(own.length).toBeGreaterThanOrEqual(20);
    const active = held.filter(
      (ticket) => ticket.holderId === idOf(visitors.attendee.email) && !ticket.voidedAt,
    );
    expect(active.length).toBeGreaterThanOrEqual(3);
    expect(people.find((user) => user.email === visitors.promoted.email)?.class).toBe("attendee");
  });
});
