import { and, eq, gt, inArray, lte, or, sql } from "drizzle-orm";
import { type Db, reader } from "@/db/client";
import { rateLimits } from "@/db/schema";
import { latestPast } from "@/lib/time/from-the-future";

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

type Limit = {
  most: number;
  /** The length of a window, in milliseconds; it begins with the first one. */
  within: number;
  /** Beyond `most`, allow one at a time after growing pauses instead of none until the window ends. */
  thenPause?: true;
};

/** Counted in the database, by client address unless stated otherwise. */
const limits = {
  /** Failed passwords, by account and client network, by account and known browser, or by registration. */
  "sign-in": { most: 10, within: 15 * minute, thenPause: true },
  /** Failed passwords for any account. */
  "sign-in-address": { most: 100, within: minute },
  /** The same for passkeys that were not right. */
  passkey: { most: 10, within: 15 * minute, thenPause: true },
  "passkey-address": { most: 100, within: minute },
  /** Wrong codes after the right password, by account, and again for its known browsers: 480 a day of a million. */
  "second-step": { most: 10, within: hour },
  /** Entries of the audit log about refusals, by what was refused. */
  "refusal-entry": { most: 1, within: 15 * minute },
  /** The same, of everybody together. */
  "refusal-entries": { most: 500, within: hour },
  /** Entries of the audit log about exports, by account and what was exported. */
  "export-entry": { most: 1, within: minute },
  /** Downloads of what is stored about somebody, by account. */
  "data-download": { most: 10, within: hour },
  "organiser-code": { most: 10, within: hour },
  /** By recipient. */
  "mailed-link": { most: 5, within: hour },
  /** Requests for such links, whoever gets them. */
  "link-request": { most: 300, within: hour },
  /** Mails about becoming or no longer being an organiser, by kind and recipient. */
  "organiser-mail": { most: 5, within: hour },
  /** Mails about few spaces left, by kind and recipient, who may organise many events. */
  "alert-mail": { most: 30, within: hour },
  /** Places on waiting lists, by account: each is mailed. */
  "waiting-list-mail": { most: 20, within: hour },
  /** New locations that are mailed to the holders of tickets, by event. */
  "new-location": { most: 5, within: hour },
  /** Messages of organisers, by event. */
  "event-message": { most: 3, within: 24 * hour },
  /** Addresses without an attendee account, by the account that tried to promote them. */
  "wrong-attendee": { most: 10, within: hour },
  /** Uploaded pictures, by account. */
  picture: { most: 30, within: hour },
  registration: { most: 300, within: hour },
  /** Passwords whose strength is estimated: two for each registration; of others by mailed link or account. */
  "new-password": { most: 600, within: hour },
} as const satisfies Record<string, Limit>;

export type LimitName = keyof typeof limits;

/** The pause in milliseconds after `count` attempts: none up to `most`, then 2, 4, 8, 16 and always 30 s. */
export function pauseAfter(count: number, most: number): number {
  return count < most ? 0 : Math.min(30, 2 ** (count - most + 1)) * second;
}

const keyOf = (name: LimitName, who: string) => `${name}:${who}`;

/**
 * Counts one and returns 0, or returns the seconds to wait if that is not allowed. Refused attempts are not
 * counted and make no wait longer. Parallel calls are counted one after the other.
 */
export async function consume(tx: Db, name: LimitName, who: string, at: Date): Promise<number> {
  const limit: Limit = limits[name];
  const key = keyOf(name, who);
  const fresh = {
    count: 0,
    windowStartedAt: at,
    lastAt: at,
    expiresAt: new Date(at.getTime() + limit.within),
  };
  // A window with a request of the future began before the clock was set back, and would last too long.
  const isOver = or(lte(rateLimits.expiresAt, at), gt(rateLimits.lastAt, latestPast(at)));
  await tx.delete(rateLimits).where(and(eq(rateLimits.key, key), isOver));
  // This upsert changes nothing, but it locks the row until the commit, on either engine.
  const [row = fresh] = await tx
    .insert(rateLimits)
    .values({ key, ...fresh })
    .onConflictDoUpdate({ target: rateLimits.key, set: { key } })
    .returning();
  const openAt = opensAt(row, limit);
  if (openAt > at.getTime()) return Math.ceil((openAt - at.getTime()) / second);
  const count = row.count + 1;
  // Each attempt beyond the limit starts a new window, so that the long pauses end only after a quiet one.
  const expiresAt = limit.thenPause && count > limit.most ? fresh.expiresAt : row.expiresAt;
  await tx.update(rateLimits).set({ count, lastAt: at, expiresAt }).where(eq(rateLimits.key, key));
  return 0;
}

/** Like `consume`, without counting. */
export async function secondsUntilAllowed(name: LimitName, who: string, at: Date): Promise<number> {
  const [row] = await reader()
    .select()
    .from(rateLimits)
    .where(
      and(
        eq(rateLimits.key, keyOf(name, who)),
        gt(rateLimits.expiresAt, at),
        lte(rateLimits.lastAt, latestPast(at)),
      ),
    );
  return row ? Math.max(0, Math.ceil((opensAt(row, limits[name]) - at.getTime()) / second)) : 0;
}

/** Undoes one `consume`. */
export async function refund(tx: Db, name: LimitName, who: string): Promise<void> {
  await tx
    .update(rateLimits)
    .set({ count: sql`${rateLimits.count} - 1` })
    .where(and(eq(rateLimits.key, keyOf(name, who)), gt(rateLimits.count, 0)));
}

/** Sets the count to 0, for example after the right password. */
export async function resetLimit(tx: Db, name: LimitName, who: string): Promise<void> {
  await tx.delete(rateLimits).where(eq(rateLimits.key, keyOf(name, who)));
}

function opensAt(row: { count: number; lastAt: Date; expiresAt: Date }, limit: Limit): number {
  if (row.count < limit.most) return 0;
  return limit.thenPause ? row.lastAt.getTime() + pauseAfter(row.count, limit.most) : row.expiresAt.getTime();
}

/** How many rows one transaction deletes. */
const batch = 500;

/** Deletes limits whose window has ended, some hundreds at most. @returns whether there may be more */
export async function deleteExpiredLimits(tx: Db, at: Date): Promise<boolean> {
  const expired = tx
    .select({ key: rateLimits.key })
    .from(rateLimits)
    .where(lte(rateLimits.expiresAt, at))
    .orderBy(rateLimits.expiresAt)
    .limit(batch);
  const deleted = await tx
    .delete(rateLimits)
    // Once more, because the row may have begun a new window meanwhile.
    .where(and(inArray(rateLimits.key, expired), lte(rateLimits.expiresAt, at)))
    .returning({ key: rateLimits.key });
  return deleted.length === batch;
}
