import { newId, randomBase32 } from "@/lib/runtime/ids";
import { searchable } from "@/lib/search/search-text";
import { toWallTime } from "@/lib/time/wall-time";
import { crowd } from "@/scripts/demo/people";
import { addAccounts } from "@/tests/harness/accounts";
import type { Rows } from "@/tests/harness/rows";
import { asides, cities, halls, kinds, topics } from "./fill-words";

/** How many rows to add; every fifty events have one organiser more. */
export type Filling = { events: number; attendees: number; tickets: number };

const minute = 60_000;
const day = 24 * 60 * minute;
const description =
  "Bring a lantern, and something to write with: there will be time for questions afterwards. ".repeat(8);

/**
 * Fills an empty, migrated database. Nine events in ten are upcoming, a month from `now` or later; some are past,
 * cancelled, full or nearly full. The first ones have most of the tickets. The same numbers give the same names,
 * dates and tickets; past events have check-ins; all accounts have `testPassword`. There must be at least `tickets /
 * √events` attendees.
 */
export async function fill(database: Rows, filling: Filling, now = new Date()): Promise<void> {
  const { events, tickets } = filling;
  const organiserCount = Math.ceil(events / 50);
  const accounts = await addAccounts(
    database,
    Array.from({ length: organiserCount + filling.attendees }, (_, n) => ({
      role: n < organiserCount ? "organiser" : "attendee",
      name: pick(crowd, n).name,
      email: pick(crowd, n).email.replace("@", `.${n}@`),
    })),
  );
  const [organisers, attendees] = [accounts.slice(0, organiserCount), accounts.slice(organiserCount)];

  const eventIds = Array.from({ length: events }, () => newId());
  const eventOf = (ticket: number) => Math.floor(events * (ticket / tickets) ** 2);
  const isCancelled = (event: number) => event % 33 === 32;
  const isGivenBack = (ticket: number) => ticket % 25 === 24;
  const held = new Uint32Array(events);
  for (let n = 0; n < tickets; n++) if (!isGivenBack(n)) held[eventOf(n)] = (held[eventOf(n)] ?? 0) + 1;

  const madeAt = new Date(now.getTime() - 700 * day);
  const creatorOf = (event: number) => pick(organisers, event).id;
  const firstStart = Math.ceil((now.getTime() + 30 * day) / day) * day;
  const gap = Math.min(60 * minute, (4 * 365 * day) / events);

  await insertAll(database, "events", events, (n) => {
    const name = `${pick(topics, n)} ${pick(kinds, n)}${pick(asides, n)} no. ${n + 1}`;
    const [city, timeZone] = pick(cities, n);
    const location = `${pick(halls, Math.floor(n / 3))}, ${city}`;
    const place = scatter(n, events);
    const startsAt = new Date(
      n % 10 === 9 ? now.getTime() - (1 + (place % 300)) * day : firstStart + Math.floor(place * gap),
    );
    const allocated = isCancelled(n) ? 0 : (held[n] ?? 0);
    return {
      id: eventIds[n] ?? "",
      name,
      description,
      location,
      host: "The Engine Society",
      search_text: searchable(`${name} ${location}`),
      starts_at: startsAt,
      ends_at: new Date(startsAt.getTime() + 120 * minute),
      time_zone: timeZone,
      duration_minutes: 120,
      start_date: toWallTime(startsAt, timeZone).date,
      capacity: capacityOf(n, allocated),
      allocated,
      created_by: creatorOf(n),
      created_at: madeAt,
      updated_at: madeAt,
      cancelled_at: isCancelled(n) ? now : null,
      cancel_reason: isCancelled(n) ? "The speaker is ill." : null,
      voided_tickets: isCancelled(n) ? (held[n] ?? 0) : 0,
    };
  });
  await insertAll(database, "event_organisers", events, (n) => ({
    event_id: eventIds[n] ?? "",
    user_id: creatorOf(n),
    added_at: madeAt,
    added_by: creatorOf(n),
  }));
  const pastTickets: { id: string; event: number }[] = [];
  // The tickets of one event lie apart, as people ask for them.
  await insertAll(database, "tickets", tickets, (n) => {
    const ticket = scatter(n, tickets);
    const event = eventOf(ticket);
    const holder = pick(attendees, scatter(event, attendees.length) + ticket);
    const id = newId();
    if (event % 10 === 9 && !isGivenBack(ticket)) pastTickets.push({ id, event });
    return {
      id,
      event_id: eventIds[event] ?? "",
      holder_id: holder.id,
      code: randomBase32(16).toUpperCase(),
      search_text: searchable(`${holder.name} ${holder.email}`),
      created_at: new Date(madeAt.getTime() + Math.floor((n / tickets) * 300 * day)),
      voided_at: isGivenBack(ticket) ? now : null,
      voided_because: isGivenBack(ticket) ? "cancelled-by-holder" : null,
    };
  });
  const full = eventIds.flatMap((id, n) =>
    n % 16 === 0 && (held[n] ?? 0) > 0 && !isCancelled(n) && n % 10 !== 9 ? [id] : [],
  );
  await insertAll(database, "waiting_list_entries", full.length * waitingEach, (n) => ({
    id: newId(),
    event_id: pick(full, Math.floor(n / waitingEach)),
    user_id: pick(attendees, n).id,
    place: (n % waitingEach) + 1,
    joined_at: madeAt,
    until: new Date(now.getTime() + 30 * day),
  }));
  const places = `update events set waiting_places = ${waitingEach}
    where id in (select event_id from waiting_list_entries)`;
  await database.sql(places, []);
  await insertAll(database, "check_ins", pastTickets.length, (n) => {
    const { id, event } = pick(pastTickets, n);
    return {
      id: newId(),
      event_id: eventIds[event] ?? "",
      ticket_id: id,
      at: new Date(now.getTime() - day),
      received_at: new Date(now.getTime() - day),
      door: "Organisers",
      user_id: creatorOf(event),
      nonce: newId(),
      state: "active",
    };
  });
}

/** How many people wait for each full event. */
const waitingEach = 200;

/** One in 16 is full and another one nearly, where anybody has a ticket. */
function capacityOf(event: number, allocated: number): number {
  if (allocated > 0 && event % 16 < 2) return allocated + (event % 16);
  return allocated + 100 + (event % 400);
}

/** Another order of the numbers from 0 to `count` - 1, which must be no multiple of this prime. */
const scatter = (n: number, count: number) => (n * 7_919) % count;

function pick<Value>(from: readonly Value[], number: number): Value {
  const picked = from[number % from.length];
  if (picked === undefined) throw new Error("There is nothing to pick from.");
  return picked;
}

/** Adds `count` rows and holds no more than some thousands of them in memory. */
async function insertAll(
  database: Rows,
  table: string,
  count: number,
  row: (n: number) => Parameters<Rows["insert"]>[1][number],
): Promise<void> {
  const atOnce = 10_000;
  for (let from = 0; from < count; from += atOnce) {
    const length = Math.min(atOnce, count - from);
    await database.insert(
      table,
      Array.from({ length }, (_, n) => row(from + n)),
    );
  }
}
