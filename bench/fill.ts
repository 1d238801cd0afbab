import { newId, randomBase32 } from "@/lib/runtime/ids";
import { searchable } from "@/lib/search/search-text";
import { addAccounts } from "@/tests/harness/accounts";
import type { Rows } from "@/tests/harness/rows";

export type Filling = { events: number; accounts: number; tickets: number };

const minute = 60_000;
const day = 24 * 60 * minute;
const kinds = ["Lecture", "Concert", "Workshop", "Reading", "Debate", "Screening", "Tournament", "Rehearsal"];
const topics = [
  "analytical engines",
  "brass music",
  "tidal energy",
  "old maps",
  "chess endings",
  "Café culture",
];
const places = ["The Great Hall", "Library, Room 2", "Boathouse", "Lecture Theatre B", "Chapel of St. Anne"];
const description =
  "Bring a lantern, and something to write with: there will be time for questions afterwards. ".repeat(8);

/**
 * Fills a new database with events to come, an hour apart from a month from now, and attendees, who have
 * at most one ticket an event. The same numbers make the same names, dates and tickets.
 */
export async function fill(database: Rows, { events, accounts, tickets }: Filling): Promise<void> {
  const [organiser] = await addAccounts(database, [{ class: "organiser", name: "Grace Hopper" }]);
  const attendees = await addAccounts(
    database,
    Array.from({ length: accounts }, (_, number) => ({ name: `Attendee ${number}` })),
  );
  const eventIds = Array.from({ length: events }, () => newId());
  const at = new Date();
  const first = Math.ceil((at.getTime() + 30 * day) / day) * day;
  const spread = Math.min(60 * minute, (4 * 365 * day) / events);
  const allocated = (number: number) => Math.floor(tickets / events) + (number < tickets % events ? 1 : 0);
  const rows = eventIds.map((id, number) => {
    const name = `${pick(kinds, number)} on ${pick(topics, Math.floor(number / 8))} ${number}`;
    const location = pick(places, Math.floor(number / 3));
    const startsAt = new Date(first + Math.floor(number * spread));
    return {
      id,
      name,
      description,
      location,
      search_text: searchable(`${name} ${location}`),
      starts_at: startsAt,
      ends_at: new Date(startsAt.getTime() + 120 * minute),
      time_zone: "Europe/London",
      duration_minutes: 120,
      start_date: startsAt.toISOString().slice(0, 10),
      capacity: 100 + (number % 400) + allocated(number),
      allocated: allocated(number),
      created_by: organiser?.id ?? "",
      created_at: at,
      updated_at: at,
    };
  });
  await database.insert("events", rows);
  await database.insert(
    "event_organisers",
    eventIds.map((id) => ({
      event_id: id,
      user_id: organiser?.id ?? "",
      added_at: at,
      added_by: organiser?.id ?? "",
    })),
  );
  const held = Array.from({ length: tickets }, (_, number) => ({
    id: newId(),
    event_id: eventIds[number % events] ?? "",
    holder_id: attendees[((number % events) + Math.floor(number / events)) % accounts]?.id ?? "",
    code: randomBase32(16).toUpperCase(),
    created_at: at,
  }));
  await database.insert("tickets", held);
}

const pick = (words: string[], number: number) => words[number % words.length] ?? "";
