import { createHmac } from "node:crypto";
import { hash } from "@node-rs/argon2";
import { encode } from "next-auth/jwt";
import { newId, randomBase32 } from "@/lib/runtime/ids";
import { searchable } from "@/lib/search/search-text";
import type { Rows } from "./rows";

/** The AUTH_SECRET of servers in tests, for the cookies of `startSessions`. */
export const testSecret = "only for tests: the secret that cookies and links are made with";

export const testPassword = "quiet otters juggle lanterns";
let passwordHash: Promise<string> | undefined;

export type Account = { id: string; name: string; email: string; role: "attendee" | "organiser" };

/** Adds accounts with a verified address and `testPassword`. */
export async function addAccounts(database: Rows, given: Partial<Account>[], at = new Date()) {
  passwordHash ??= hash(testPassword, { memoryCost: 19_456, timeCost: 2, parallelism: 1 });
  const hashed = await passwordHash;
  const accounts = given.map((each): Account => {
    const id = newId();
    return { id, name: "Ada Lovelace", email: `${id}@example.org`, role: "attendee", ...each };
  });
  await database.insert(
    "users",
    accounts.map(({ id, name, email, role }) => ({
      id,
      name,
      email,
      password_hash: hashed,
      role,
      email_verified_at: at,
      created_at: at,
    })),
  );
  return accounts;
}

/** In seconds: long, because servers of tests have other clocks; the row decides when a session ends. */
const cookieAge = 20 * 365 * 86_400;

/** Starts a session for each account and returns the values of the session cookies in order. */
export async function startSessions(database: Rows, accounts: Account[], at = new Date()) {
  const sessions = accounts.map((account) => ({
    id: newId(),
    user_id: account.id,
    created_at: at,
    last_seen_at: at,
    user_agent: "a test",
  }));
  await database.insert("sessions", sessions);
  return Promise.all(
    sessions.map(({ id }) => encode({ token: { sessionId: id }, secret: testSecret, maxAge: cookieAge })),
  );
}

/**
 * Sets limits with pauses so far beyond their number that the next pause is half a minute, however slow this machine
 * is.
 * @param keys of SQL's `like`
 */
export const lengthenPauses = (database: Rows, keys: string) =>
  database.sql("update rate_limits set count = 14 where key like ?", [keys]);

/** Forgets all limits: the worker would delete some of them between two dumps. */
export const forgetLimits = (database: Rows) => database.sql("delete from rate_limits");

/** The secret of an address, such as that of a door pass or a mailed link: see lib/auth/signed-id.ts. */
export const signedId = (purpose: string, id: string) =>
  `${id}.${createHmac("sha256", testSecret).update(`${purpose}\n${id}`).digest("base64url")}`;

export type NewEvent = {
  name?: string;
  location?: string;
  description?: string;
  capacity?: number;
  /** A counter without ticket rows, for tests that need only the label. */
  allocated?: number;
  startsAt?: Date;
  createdBy: string;
};

const day = 24 * 3_600_000;

/** Inserts an event, even one that the form refuses, such as a past one, and returns its id. */
export async function addEvent(database: Rows, given: NewEvent, at = new Date()): Promise<string> {
  const id = newId();
  const { name = "An evening of engines", location = "The Great Hall", createdBy } = given;
  const startsAt = given.startsAt ?? new Date(at.getTime() + 30 * day);
  await database.insert("events", [
    {
      id,
      name,
      description: given.description ?? "Bring a lantern.",
      location,
      host: "The Engine Society",
      search_text: searchable(`${name} ${location}`),
      starts_at: startsAt,
      ends_at: new Date(startsAt.getTime() + 2 * 3_600_000),
      time_zone: "Europe/London",
      duration_minutes: 120,
      start_date: startsAt.toISOString().slice(0, 10),
      capacity: given.capacity ?? 100,
      allocated: given.allocated ?? 0,
      created_by: createdBy,
      created_at: at,
      updated_at: at,
    },
  ]);
  await database.insert("event_organisers", [
    { event_id: id, user_id: createdBy, added_at: at, added_by: createdBy },
  ]);
  return id;
}

/** Lets servers see what the public reads and a test has written past them. */
export const tellPublicChange = (database: Rows) =>
  database.sql(
    "insert into public_version (id, version) values (1, 1000) on conflict (id) do update set version = public_version.version + 1",
  );

/** Inserts door passes of an event, and returns the secrets in their addresses in order. */
export async function addDoorPasses(
  database: Rows,
  eventId: string,
  owner: Account,
  doors: string[],
  at = new Date(),
) {
  const passes = doors.map((door) => ({
    ...{ id: newId(), event_id: eventId, door, created_by: owner.id, created_at: at },
  }));
  await database.insert("door_passes", passes);
  return passes.map(({ id }) => signedId("door-pass", id));
}

/** Inserts drafts of an account, with what their forms contained, and returns their ids in order. */
export async function addDrafts(
  database: Rows,
  owner: Account,
  given: Record<string, string>[],
  at = new Date(),
) {
  const drafts = given.map((fields) => ({
    id: newId(),
    owner_id: owner.id,
    fields: JSON.stringify(fields),
    created_at: at,
    updated_at: at,
  }));
  await database.insert("drafts", drafts);
  return drafts.map(({ id }) => id);
}

/** Inserts a picture with small files that are no pictures, uses it for an event, and returns its id. */
export async function addPicture(database: Rows, owner: Account, eventId: string, at = new Date()) {
  const id = newId();
  await database.insert("pictures", [{ id, uploaded_by: owner.id, created_at: at }]);
  const files = [480, 960, 1920].map((width) => ({
    width,
    height: (width * 2) / 3,
    bytes: Buffer.from(`${width}`),
  }));
  await database.insert(
    "picture_files",
    files.map((file) => ({ picture_id: id, ...file })),
  );
  await database.sql("update events set picture_id = ? where id = ?", [id, eventId]);
  return id;
}

/** Inserts tickets, updates the counter, and returns the tickets' ids in order. */
export async function addTickets(database: Rows, eventId: string, holders: Account[], at = new Date()) {
  const tickets = holders.map((holder) => ({
    id: newId(),
    event_id: eventId,
    holder_id: holder.id,
    code: randomBase32(16).toUpperCase(),
    search_text: searchable(`${holder.name} ${holder.email}`),
    created_at: at,
  }));
  await database.sql("update events set allocated = allocated + ? where id = ?", [holders.length, eventId]);
  await database.insert("tickets", tickets);
  return tickets.map(({ id }) => id);
}

/** Puts people on an event's waiting list, in this order, until it starts; returns the ids of their entries. */
export async function addWaiting(database: Rows, eventId: string, people: Account[], at = new Date()) {
  const [event] = await database.sql("select waiting_places, starts_at from events where id = ?", [eventId]);
  const taken = Number(event?.waiting_places);
  const startsAt = event?.starts_at;
  const entries = people.map(({ id: userId }, n) => ({
    ...{ id: newId(), event_id: eventId, user_id: userId, place: taken + n + 1 },
    ...{ joined_at: at, until: startsAt instanceof Date ? startsAt : new Date(Number(startsAt)) },
  }));
  await database.insert("waiting_list_entries", entries);
  await database.sql("update events set waiting_places = ? where id = ?", [taken + people.length, eventId]);
  return entries.map(({ id }) => id);
}
