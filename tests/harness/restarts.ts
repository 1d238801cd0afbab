import { setTimeout as pause } from "node:timers/promises";
import { addAccounts, addEvent } from "./accounts";
import { openVisitor, type Visitor } from "./http-client";
import type { TestPostgres } from "./postgres";
import type { World } from "./world";

export type Acknowledged = {
  /** The path of the ticket that an attendee was sent to, by attendee. */
  tickets: Map<string, string>;
  /** The statuses of all answers, with their number. */
  statuses: Record<number, number>;
};

/**
 * Lets attendees request tickets for one event, each until it has one, and people look at pages, while `disturb` runs.
 */
export async function requestDuring(
  world: World,
  { eventId, attendees }: { eventId: string; attendees: { id: string; visitor: Visitor }[] },
  disturb: () => Promise<void>,
): Promise<Acknowledged> {
  const tickets = new Map<string, string>();
  const statuses: Record<number, number> = {};
  const count = (status: number) => {
    statuses[status] = (statuses[status] ?? 0) + 1;
  };
  let disturbed = false;
  const request = async ({ id, visitor }: (typeof attendees)[number]) => {
    const page = await visitor.get(`/events/${eventId}`);
    count(page.status);
    if (page.status !== 200) return;
    const answer = await visitor.submit(page, "Request ticket");
    count(answer.status);
    if (answer.status === 303 && answer.location) tickets.set(id, answer.location);
  };
  const lane = async (mine: typeof attendees) => {
    for (const attendee of mine) {
      while (!tickets.has(attendee.id)) {
        await request(attendee);
        await pause(20);
      }
    }
  };
  const look = async () => {
    const guest = openVisitor(world.server.url);
    while (!disturbed) {
      count((await guest.get(`/?q=${Math.floor(Math.random() * 1_000)}`)).status);
      await pause(20);
    }
  };
  const lanes = [0, 1, 2, 3].map((n) => lane(attendees.filter((_, at) => at % 4 === n)));
  const looking = look();
  await disturb();
  disturbed = true;
  await Promise.all([...lanes, looking]);
  return { tickets, statuses };
}

/** An event with a space for each of some new attendees. */
export async function gatherAttendees(world: World, number: number) {
  const [organiser] = await addAccounts(world.database, [{ role: "organiser" }]);
  const eventId = await addEvent(world.database, { createdBy: organiser?.id ?? "", capacity: number });
  const attendees = [];
  for (const account of await addAccounts(world.database, Array(number).fill({})))
    attendees.push({ id: account.id, visitor: await world.as(account) });
  return { eventId, attendees };
}

/** Every broken promise, by the rows and what people were told. */
export async function findLosses(
  world: World,
  eventId: string,
  { tickets, statuses }: Acknowledged,
): Promise<string[]> {
  const broken: string[] = [];
  const rows = await world.database.sql("select id, holder_id from tickets where event_id = ?", [eventId]);
  const [event] = await world.database.sql("select allocated from events where id = ?", [eventId]);
  for (const [holder, path] of tickets)
    if (!rows.some((row) => row.holder_id === holder && path === `/tickets/${row.id}`))
      broken.push(`the acknowledged ticket ${path} is lost`);
  if (new Set(rows.map((row) => row.holder_id)).size !== rows.length) broken.push("somebody has two tickets");
  if (Number(event?.allocated) !== rows.length)
    broken.push(`${event?.allocated} spaces are allocated, and there are ${rows.length} tickets`);
  const mails = await world.database.sql(
    "select count(*) as n from outbox where kind = 'ticket' and event_id = ?",
    [eventId],
  );
  if (Number(mails[0]?.n) !== rows.length) broken.push(`${mails[0]?.n} mails for ${rows.length} tickets`);
  for (const [status, times] of Object.entries(statuses))
    if (!["200", "303", "503"].includes(status)) broken.push(`${times} answers with ${status}`);
  return broken;
}

/** Ends every connection of the database, as a failover does. */
export const cutConnections = (world: World) =>
  world.database.sql(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid()`,
  );

/** Restarts PostgreSQL, and resolves when the server is ready again. */
export async function restartPostgres(world: World, postgres: TestPostgres, how: "crash" | "fast") {
  await postgres.halt(how);
  await postgres.resume();
  const guest = openVisitor(world.server.url);
  while ((await guest.get("/api/health/ready")).status !== 200) await pause(50);
}
