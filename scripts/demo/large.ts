import { getTableColumns, sql } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import { bulkLoad } from "@/db/bulk-load";
import type { Db } from "@/db/client";
import { eventOrganisers, events, tickets, users } from "@/db/schema";
import { hashPassword } from "@/lib/auth/password-hash";
import { chance } from "./chance";
import {
  accountRow,
  eventRow,
  makePlan,
  organiserRows,
  type Plan,
  type Sizes,
  ticketRow,
} from "./large-rows";
import { demoPassphrase } from "./people";

/** What `npm run demo -- --large` makes. */
export const large: Sizes = { events: 100_000, accounts: 1_000_000, tickets: 3_000_000 };

type Fill = Sizes & {
  now: Date;
  /** Another database than the one that DATABASE_URL names. */
  url?: string;
  /** Told, now and then, how far it is. */
  report?: (progress: string) => void;
};

/**
 * Fills an empty, migrated database with believable events, accounts and tickets, the same ones for the
 * same sizes and time; holds none but a batch in memory. Every account signs in with the demo's passphrase.
 */
export async function fillDatabase({ now, url, report = () => {}, ...sizes }: Fill): Promise<void> {
  const plan = makePlan(sizes, now);
  const passwordHash = await hashPassword(demoPassphrase);
  const numbered = function* <Row>(count: number, what: string, row: (n: number) => Row[]) {
    for (let n = 0; n < count; n++) {
      if (n > 0 && n % 100_000 === 0) report(`${what} ${n} of ${count}`);
      yield* row(n);
    }
  };
  await bulkLoad(
    async (db) => {
      await insertAll(
        db,
        users,
        numbered(plan.accounts, "accounts", (n) => [accountRow(plan, n, passwordHash)]),
      );
      await insertAll(
        db,
        events,
        numbered(plan.events, "events", (n) => [eventRow(plan, n)]),
      );
      await insertAll(
        db,
        eventOrganisers,
        numbered(plan.events, "organisers", (n) => organiserRows(plan, n)),
      );
      const eventOf = shuffledEvents(plan);
      const seen = new Uint32Array(plan.events);
      await insertAll(
        db,
        tickets,
        numbered(plan.tickets, "tickets", (n) => {
          const event = eventOf[n] ?? 0;
          const k = seen[event] ?? 0;
          seen[event] = k + 1;
          return [ticketRow(plan, n, event, k)];
        }),
      );
    },
    { url, report },
  );
}

/** The event of each ticket, in an order in which those of one event lie apart, as people ask for them. */
function shuffledEvents({ tickets: count, ticketsOf }: Plan): Uint32Array {
  const eventOf = new Uint32Array(count);
  let end = 0;
  ticketsOf.forEach((own, event) => {
    eventOf.fill(event, end, end + own);
    end += own;
  });
  for (let last = count - 1; last > 0; last--) {
    const other = Math.floor(chance(last, 60) * (last + 1));
    [eventOf[last], eventOf[other]] = [eventOf[other] ?? 0, eventOf[last] ?? 0];
  }
  return eventOf;
}

const rowsAtOnce = 400;

/** Inserts rows in batches by one prepared statement, which drizzle would otherwise write anew for each. */
async function insertAll<Row extends Record<string, unknown>>(
  db: Db,
  table: SQLiteTable,
  rows: Iterable<Row>,
): Promise<void> {
  const columns = Object.entries(getTableColumns(table));
  const prepare = (count: number) => {
    const row = (_: unknown, place: number) =>
      Object.fromEntries(columns.map(([name]) => [name, sql`${sql.placeholder(`${name}${place}`)}`]));
    return db
      .insert(table)
      .values(Array.from({ length: count }, row))
      .prepare();
  };
  const whole = prepare(rowsAtOnce);
  let values: Record<string, unknown> = {};
  let count = 0;
  for (const row of rows) {
    for (const [name, column] of columns) {
      const value = row[name];
      // A null would reach the encoders of drizzle, which do not know it here.
      values[`${name}${count}`] = value === null ? null : column.mapToDriverValue(value);
    }
    if (++count < rowsAtOnce) continue;
    await whole.execute(values);
    values = {};
    count = 0;
  }
  if (count > 0) await prepare(count).execute(values);
}
