import { hash } from "@node-rs/argon2";
import { and, eq, isNull, sql } from "drizzle-orm";
import { type Db, reader, transaction } from "@/db/client";
import {
  checkIns,
  doorPasses,
  drafts,
  eventOrganisers,
  events,
  exclusions,
  registrations,
  tickets,
  users,
  waitingListEntries,
} from "@/db/schema";
import { linkLifetime } from "@/lib/auth/link-token";
import { hashRegistrationPassword } from "@/lib/auth/registration-password";
import { newId, randomBase32 } from "@/lib/runtime/ids";
import { searchable } from "@/lib/search/search-text";

/** An account that was not deleted. */
export type UserRow = typeof users.$inferSelect & { email: string };
export type RegistrationRow = typeof registrations.$inferSelect;
export type EventRow = typeof events.$inferSelect;
/** A ticket that has a holder. */
export type TicketRow = typeof tickets.$inferSelect & { holderId: string };

/** The value of `now()` in unit tests, and the creation time of the factories' rows. */
export const testNow = new Date("2030-01-01T12:00:00Z");

const hashes = new Map<string, Promise<string>>();

/** Hashes a password once, because hashing is slow and accounts can share the hash. */
function hashOnce(password: string): Promise<string> {
  const known = hashes.get(password) ?? hash(password, { memoryCost: 19_456, timeCost: 2 });
  hashes.set(password, known);
  return known;
}

/** Adds an account with a verified address, by default an attendee. */
export async function createUser({
  password,
  ...given
}: Partial<UserRow> & { password?: string } = {}): Promise<UserRow> {
  const id = given.id ?? newId();
  const name = given.name ?? "Ada Lovelace";
  const email = given.email ?? `${id}@example.org`;
  const row: UserRow = {
    id,
    name,
    email,
    passwordHash: password ? await hashOnce(password) : "nobody-can-sign-in",
    role: "attendee",
    emailVerifiedAt: testNow,
    createdAt: testNow,
    calendarVersion: 0,
    reminders: true,
    ...given,
  };
  await transaction(async (tx) => tx.insert(users).values(row));
  return row;
}

/** Adds a pending registration with a link that is valid for a day, by default an attendee's. */
export async function createRegistration({
  password,
  ...given
}: Partial<RegistrationRow> & { password?: string } = {}): Promise<RegistrationRow> {
  const id = newId();
  const email = given.email ?? `${id}@example.org`;
  const createdAt = given.createdAt ?? testNow;
  const row: RegistrationRow = {
    id,
    name: "Ada Lovelace",
    email,
    passwordHash: password ? await hashRegistrationPassword({ email, password }) : "nobody-can-confirm",
    role: "attendee",
    next: null,
    createdAt,
    expiresAt: new Date(createdAt.getTime() + linkLifetime["confirm-email"]),
    usedAt: null,
    replacedAt: null,
    ...given,
  };
  await transaction(async (tx) => tx.insert(registrations).values(row));
  return row;
}

/** Adds an event with ten spaces, a month after `testNow`, by default of a new organiser. */
export async function createEvent(given: Partial<EventRow> = {}): Promise<EventRow> {
  const startsAt = given.startsAt ?? new Date("2030-02-01T18:00:00Z");
  const durationMinutes = given.durationMinutes ?? 90;
  const timeZone = given.timeZone ?? "Europe/London";
  const name = given.name ?? "An evening of analytical engines";
  const location = given.location ?? "The Great Hall";
  const row: EventRow = {
    id: newId(),
    name,
    description: "",
    location,
    host: "Grace Hopper",
    contact: "",
    pictureId: null,
    searchText: searchable(`${name} ${location}`),
    startsAt,
    endsAt: new Date(startsAt.getTime() + durationMinutes * 60_000),
    timeZone,
    durationMinutes,
    startDate: new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" }).format(startsAt),
    capacity: 10,
    allocated: 0,
    waitingPlaces: 0,
    waitingListPending: false,
    createdBy: given.createdBy ?? (await createUser({ role: "organiser", name: "Grace Hopper" })).id,
    createdAt: testNow,
    updatedAt: testNow,
    revision: 0,
    cancelledAt: null,
    cancelReason: null,
    voidedTickets: 0,
    nearAlertArmed: true,
    nearAlertAt: null,
    fullAlertArmed: true,
    fullAlertAt: null,
    anonymisedAt: null,
    ...given,
  };
  await transaction(async (tx) => {
    await tx.insert(events).values(row);
    await addOrganiserRow(tx, row.id, row.createdBy);
  });
  return row;
}

export type DraftRow = typeof drafts.$inferSelect;

/** Adds a draft with what its form contained, by default of a new organiser. */
export async function createDraft({
  fields = {},
  ...given
}: Partial<Omit<DraftRow, "fields">> & { fields?: Record<string, string> } = {}): Promise<DraftRow> {
  const row: DraftRow = {
    id: newId(),
    ownerId: given.ownerId ?? (await createUser({ role: "organiser" })).id,
    fields: JSON.stringify(fields),
    pictureId: null,
    revision: 0,
    createdAt: testNow,
    updatedAt: testNow,
    ...given,
  };
  await transaction(async (tx) => tx.insert(drafts).values(row));
  return row;
}

export const createOrganiser = (eventId: string, userId: string): Promise<void> =>
  transaction((tx) => addOrganiserRow(tx, eventId, userId));

async function addOrganiserRow(tx: Db, eventId: string, userId: string) {
  await tx.insert(eventOrganisers).values({ eventId, userId, addedAt: testNow, addedBy: userId });
}

async function findUser(id: string): Promise<UserRow> {
  const [user] = await reader().select().from(users).where(eq(users.id, id));
  if (!user?.email) throw new Error(`There is no account ${id}.`);
  return { ...user, email: user.email };
}

/** Adds a ticket, by default of a new attendee; an active one increases the counter, unless the event is cancelled. */
export async function createTicket(given: Partial<TicketRow> & { eventId: string }): Promise<TicketRow> {
  const holder = given.holderId ? await findUser(given.holderId) : await createUser();
  const row: TicketRow = {
    id: newId(),
    holderId: holder.id,
    code: randomBase32(16).toUpperCase(),
    searchText: searchable(`${holder.name} ${holder.email}`),
    createdAt: testNow,
    voidedAt: null,
    voidedBecause: given.voidedAt ? "cancelled-by-holder" : null,
    voidedReason: null,
    ...given,
  };
  await transaction(async (tx) => {
    await tx.insert(tickets).values(row);
    if (!row.voidedAt) {
      await tx
        .update(events)
        .set({ allocated: sql`${events.allocated} + 1` })
        .where(and(eq(events.id, row.eventId), isNull(events.cancelledAt)));
    }
  });
  return row;
}

export type DoorPassRow = typeof doorPasses.$inferSelect;

/** Adds a door pass of the event's creator. */
export async function createDoorPass(
  event: Pick<EventRow, "id" | "createdBy">,
  given: Partial<DoorPassRow> = {},
): Promise<DoorPassRow> {
  const row: DoorPassRow = {
    id: newId(),
    eventId: event.id,
    door: "North entrance",
    createdBy: event.createdBy,
    createdAt: testNow,
    withdrawnAt: null,
    ...given,
  };
  await transaction(async (tx) => tx.insert(doorPasses).values(row));
  return row;
}

/** Puts people at the end of an event's waiting list, in this order, until it starts. */
export async function createWaiting(
  event: Pick<EventRow, "id" | "startsAt">,
  people: Pick<UserRow, "id">[],
  joinedAt = testNow,
): Promise<void> {
  await transaction(async (tx) => {
    for (const { id: userId } of people) {
      const [counted] = await tx
        .update(events)
        .set({ waitingPlaces: sql`${events.waitingPlaces} + 1` })
        .where(eq(events.id, event.id))
        .returning({ place: events.waitingPlaces });
      if (!counted) throw new Error("no such event");
      const entry = { id: newId(), eventId: event.id, userId, place: counted.place };
      await tx.insert(waitingListEntries).values({ ...entry, joinedAt, until: event.startsAt });
    }
  });
}

/** Keeps somebody from another ticket, as after their ticket was taken back. */
export async function createExclusion(
  event: Pick<EventRow, "id" | "createdBy">,
  who: Pick<UserRow, "id">,
): Promise<void> {
  const row = { eventId: event.id, userId: who.id, at: testNow, excludedBy: event.createdBy };
  await transaction(async (tx) => tx.insert(exclusions).values(row));
}

/** Adds a check-in by an organiser. */
export async function createCheckIn(
  ticket: Pick<TicketRow, "id" | "eventId">,
  organiser: Pick<UserRow, "id">,
  given: Partial<typeof checkIns.$inferInsert> = {},
): Promise<void> {
  const made = { eventId: ticket.eventId, ticketId: ticket.id, at: testNow, receivedAt: testNow };
  const row = { ...made, id: newId(), door: "Organisers", userId: organiser.id, nonce: newId() };
  await transaction(async (tx) => tx.insert(checkIns).values({ ...row, state: "active", ...given }));
}
