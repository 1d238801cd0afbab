import { and, eq } from "drizzle-orm";
import { closeDatabase, type Db, openDatabase, transaction } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import { events, tickets, users } from "@/db/schema";
import { hashPassword } from "@/lib/auth/password-hash";
import { checkIn } from "@/lib/check-in/commands/check-in";
import { withDoor } from "@/lib/check-in/commands/find-door";
import { makeDoorPass } from "@/lib/check-in/commands/make-door-pass";
import { doorPassToken } from "@/lib/check-in/door-pass-token";
import { cancelEvent } from "@/lib/events/commands/cancel-event";
import { createEvent } from "@/lib/events/commands/create-event";
import { findManagedEvent, type ManagedEventRow } from "@/lib/events/commands/find-managed-event";
import { saveDraft } from "@/lib/events/commands/save-draft";
import { defaultHost } from "@/lib/events/default-host";
import { draftInput, newEventInput } from "@/lib/events/input";
import { promoteAttendee } from "@/lib/organisers/commands/promote";
import type { Outcome } from "@/lib/outcome/outcome";
import { storePicture } from "@/lib/pictures/commands/store-picture";
import { wallClock } from "@/lib/runtime/clock";
import { settings } from "@/lib/runtime/env";
import { newId } from "@/lib/runtime/ids";
import { searchable } from "@/lib/search/search-text";
import { newTicketCode } from "@/lib/ticket-codes/ticket-code";
import { cancelTicket } from "@/lib/tickets/commands/cancel-ticket";
import { requestTicket } from "@/lib/tickets/commands/request-ticket";
import { withOwnTicket } from "@/lib/tickets/commands/with-own-ticket";
import { joinWaitingList } from "@/lib/waiting-list/commands/join-waiting-list";
import { untilChoices } from "@/lib/waiting-list/until";
import { clubEvents } from "./demo/club-events";
import { companyEvents } from "./demo/company-events";
import { type DemoEvent, typedIn } from "./demo/demo-event";
import { drafts } from "./demo/drafts";
import { drawPictures } from "./demo/draw-picture";
import { crowd, demoPassphrase, hosts, type Person, visitors } from "./demo/people";
import { special } from "./demo/special-events";
import { universityEvents } from "./demo/university-events";

type Account = typeof users.$inferSelect & { email: string };

const day = 24 * 3_600_000;
const daysBefore = (now: Date, days: number) => new Date(now.getTime() - days * day);

/** Fills the empty database of DATABASE_URL and prints the sign-ins. For `npm run demo`. */
export async function seedDemo(): Promise<void> {
  const { appUrl, organiserCode } = settings();
  await migrateDatabase();
  await openDatabase();
  try {
    const { doorPath } = await fillDemo(wallClock());
    process.stdout.write(introduction({ appUrl, organiserCode, doorPath }));
  } finally {
    await closeDatabase();
  }
}

/**
 * Creates the demo's accounts, events and tickets relative to `now`, in one transaction; the value has the path of a
 * door that is open.
 */
export async function fillDemo(now: Date): Promise<{ doorPath: string }> {
  const passwordHash = await hashPassword(demoPassphrase);
  const pictures = await drawPictures();
  return transaction(async (tx) => {
    const account = (person: Person) => toAccount(person, passwordHash, daysBefore(now, 60));
    const people = crowd.map(account);
    const who = { ...inEach(visitors, account), ...inEach(hosts, account) };
    await tx.insert(users).values([...people, ...Object.values(who)]);

    let turn = 0;
    const stage = async (host: Account, events: DemoEvent[]) => {
      for (const event of events) {
        // Each event starts with other attendees, so that none has all tickets.
        const first = (turn++ * 41) % people.length;
        const holders = [...people, ...people].slice(first, first + event.held);
        await stageEvent(tx, { host, event, holders, pictures, now });
      }
    };
    await stage(who.organiser, Object.values(special));
    await stage(who.university, universityEvents);
    await stage(who.clubs, clubEvents);
    await stage(who.company, companyEvents);
    for (const [place, typed] of drafts.entries()) {
      const draft = draftInput.parse({ intent: "draft", ...typed });
      must(await saveDraft(tx, { owner: who.organiser, ...draft, now: daysBefore(now, place + 1) }));
    }
    await runCommands(tx, { ...who, latecomers: people.slice(-2), now });
    await fillWaitingList(tx, { organiser: who.organiser, people: people.slice(-24), now });
    return openDoor(tx, { organiser: who.organiser, now });
  });
}

type Staging = {
  host: Account;
  event: DemoEvent;
  holders: Account[];
  pictures: Awaited<ReturnType<typeof drawPictures>>;
  now: Date;
};

/** Creates an event some weeks in the past and gives tickets to the crowd. */
async function stageEvent(tx: Db, { host, event, holders, pictures, now }: Staging) {
  const created = daysBefore(now, 45);
  const typed = newEventInput.parse(typedIn(event, now));
  const picture = event.picture && { uploadedBy: host.id, files: pictures[event.picture], at: created };
  const pictureId = picture ? await storePicture(tx, picture) : "";
  const input = { ...typed, pictureId, host: typed.host || defaultHost(host) };
  const eventId = must(await createEvent(tx, { actor: host, event: input, now: created }));
  if (holders.length === 0) return;
  // Not by the command, which would queue hundreds of mails.
  await tx.insert(tickets).values(
    holders.map((holder, place) => ({
      id: newId(),
      eventId,
      holderId: holder.id,
      code: newTicketCode(),
      searchText: searchable(`${holder.name} ${holder.email}`),
      createdAt: new Date(created.getTime() + (place + 1) * 3_600_000),
    })),
  );
  await tx.update(events).set({ allocated: holders.length }).where(eq(events.id, eventId));
}

type Cast = Record<keyof typeof visitors, Account> & { latecomers: Account[]; now: Date };

/** The actions of the printed accounts, by the commands, with mails and alerts. */
async function runCommands(tx: Db, { organiser, promoted, attendee, latecomers, now }: Cast) {
  const request = async (holder: Account, event: DemoEvent, at: Date) =>
    must(await requestTicket(tx, { holder, eventId: await idOf(tx, organiser, event), now: at }));
  const [sitter, diner] = latecomers;
  if (!sitter || !diner) throw new Error("The demo needs two latecomers.");

  await request(attendee, special.past, daysBefore(now, 20));
  await request(attendee, special.running, daysBefore(now, 5));
  await request(attendee, special.multiDay, daysBefore(now, 4));
  await request(attendee, special.cancelled, daysBefore(now, 4));
  const regretted = await request(attendee, special.typedOddly, daysBefore(now, 3));
  must(
    await withOwnTicket(regretted, attendee, (_tx, ticket) =>
      cancelTicket(tx, { holder: attendee, ticket, now: daysBefore(now, 2) }),
    )(tx),
  );
  // These tickets make the labels show and trigger the alerts.
  await request(attendee, special.lastThree, daysBefore(now, 2));
  await request(sitter, special.oneSpace, daysBefore(now, 2));
  await request(diner, special.full, daysBefore(now, 1));
  await request(promoted, special.soon, daysBefore(now, 1));

  must(
    await promoteAttendee(tx, {
      actor: organiser,
      event: await managedBy(tx, organiser, special.promoted),
      who: { email: promoted.email },
      now: daysBefore(now, 1),
    }),
  );
  must(
    await cancelEvent(tx, {
      actor: organiser,
      event: await managedBy(tx, organiser, special.cancelled),
      reason:
        "The lawn is flooded and will not dry in time. We are sorry: the zither will be back next year.",
      now: daysBefore(now, 1),
    }),
  );
}

type Scene = { organiser: Account; now: Date };

/** Lets those of `people` without a ticket wait for the full event, one every hour. */
async function fillWaitingList(tx: Db, { organiser, people, now }: Scene & { people: Account[] }) {
  const eventId = await idOf(tx, organiser, special.full);
  for (const [hour, person] of people.entries()) {
    const until = untilChoices[hour % untilChoices.length] ?? "start";
    const joined = new Date(now.getTime() - (people.length - hour) * (day / 30));
    must(await joinWaitingList(tx, { person, eventId, until, now: joined }));
  }
}

/** Opens a door of the event that is on now, where most of those with tickets are in already. */
async function openDoor(tx: Db, { organiser, now }: Scene): Promise<{ doorPath: string }> {
  const event = await managedBy(tx, organiser, special.running);
  const held = await tx.select({ code: tickets.code }).from(tickets).where(eq(tickets.eventId, event.id));
  const pass = { actor: organiser, event, door: "Main door", now: daysBefore(now, 2) };
  const passId = must(await makeDoorPass(tx, pass));
  const startsAt = event.startsAt.getTime();
  for (const [place, { code }] of held.slice(0, Math.ceil(held.length * 0.7)).entries()) {
    // A crowd at the opening, and fewer and fewer people after it.
    const at = new Date(startsAt - 10 * 60_000 + place ** 1.4 * 20_000);
    if (at > now) break;
    const scan = { ticket: { code }, nonce: newId(), now: at };
    must(await withDoor({ passId }, at, (_tx, door) => checkIn(tx, { door, ...scan }))(tx));
  }
  return { doorPath: `/door/${doorPassToken(passId)}` };
}

async function managedBy(tx: Db, organiser: Account, named: DemoEvent): Promise<ManagedEventRow> {
  const event = await findManagedEvent(tx, await idOf(tx, organiser, named), organiser);
  if (!event) throw new Error(`${organiser.name} does not manage ${named.name}.`);
  return event;
}

async function idOf(tx: Db, organiser: Account, { name }: DemoEvent): Promise<string> {
  const [event] = await tx
    .select({ id: events.id })
    .from(events)
    .where(and(eq(events.name, name), eq(events.createdBy, organiser.id)));
  if (!event) throw new Error(`The demo has no event called ${name}.`);
  return event.id;
}

const toAccount = (person: Person, passwordHash: string, at: Date): Account => ({
  id: newId(),
  ...person,
  passwordHash,
  emailVerifiedAt: at,
  calendarVersion: 0,
  reminders: true,
  createdAt: at,
});

const inEach = <Key extends string, From, To>(of: Record<Key, From>, make: (from: From) => To) =>
  Object.fromEntries(Object.entries<From>(of).map(([key, value]) => [key, make(value)])) as Record<Key, To>;

function must<Value>(outcome: Outcome<Value>): Value {
  if (!outcome.ok) throw new Error(`The demo could not be made: ${outcome.reason}.`);
  return outcome.value;
}

type Printed = { appUrl: string; organiserCode: string; doorPath: string };

const introduction = ({ appUrl, organiserCode, doorPath }: Printed) => `
A demo of Evento, gone when you stop it (Ctrl+C)

  Address         ${appUrl}
  Mailbox         ${appUrl}/dev/mailbox
  Open door       ${appUrl}${doorPath}
  Organiser code  ${organiserCode}
  Password        ${demoPassphrase}   (for every account)

  ${visitors.organiser.email}   creates and runs events; some are full, nearly full, cancelled or over
  ${visitors.promoted.email}    an attendee, promoted to run “${special.promoted.name}”
  ${visitors.attendee.email}    has tickets: upcoming, under way, past and void

`;
