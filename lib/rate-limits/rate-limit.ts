import { and, eq, gt, lte, sql } from "drizzle-orm";
import { type Db, reader } from "@/db/client";
import { rateLimits } from "@/db/schema";

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

type Limit = {
  /** How many are free. */
  most: number;
  /** Milliseconds from the first one until the count starts afresh. */
  within: number;
  /** Beyond `most`: not refused until the window ends, but let through one by one after a growing pause. */
  thenPause?: true;
};

/** Everything that is counted in the database, and how much of it is too much (R1). */
const limits = {
  /** Failed passwords for one account from one client address. */
  "sign-in": { most: 10, within: 15 * minute, thenPause: true },
  /** Failed passwords from one client address. */
  "sign-in-address": { most: 100, within: minute },
  /** Wrong organiser codes from one client address. */
  "organiser-code": { most: 10, within: hour },
  /** Mailed links to one recipient. */
  "mailed-link": { most: 5, within: hour },
  /** Registrations from one client address. */
  registration: { most: 300, within: hour },
} as const satisfies Record<string, Limit>;

export type LimitName = keyof typeof limits;

/** Milliseconds that the attempt after `count` of them has to wait for: 2 s, 4 s, 8 s, 16 s, then 30 s. */
export function pauseAfter(count: number, most: number): number {
  return count < most ? 0 : Math.min(30, 2 ** (count - most + 1)) * second;
}

const keyOf = (name: LimitName, who: string) => `${name}:${who}`;

/**
 * Counts one and says whether that was allowed: 0, or the seconds to wait. What is refused is not
 * counted, so that hammering makes nobody's wait longer. Parallel calls count one after the other.
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
  await deleteExpired(tx, key, at);
  // The upsert that changes nothing locks the row until the commit, on either engine.
  const [row = fresh] = await tx
    .insert(rateLimits)
    .values({ key, ...fresh })
    .onConflictDoUpdate({ target: rateLimits.key, set: { key } })
    .returning();
  const openAt = opensAt(row, limit);
  if (openAt > at.getTime()) return Math.ceil((openAt - at.getTime()) / second);
  const count = row.count + 1;
  // Whoever goes on beyond the free ones stays at the longer pauses until a whole window is quiet.
  const expiresAt = limit.thenPause && count > limit.most ? fresh.expiresAt : row.expiresAt;
  await tx.update(rateLimits).set({ count, lastAt: at, expiresAt }).where(eq(rateLimits.key, key));
  return 0;
}

/** Seconds to wait before `consume` would allow one, 0 for none; counts nothing. */
export async function secondsUntilAllowed(name: LimitName, who: string, at: Date): Promise<number> {
  const [row] = await reader()
    .select()
    .from(rateLimits)
    .where(and(eq(rateLimits.key, keyOf(name, who)), gt(rateLimits.expiresAt, at)));
  return row ? Math.max(0, Math.ceil((opensAt(row, limits[name]) - at.getTime()) / second)) : 0;
}

/** Gives one back that turned out not to count. */
export async function refund(tx: Db, name: LimitName, who: string): Promise<void> {
  await tx
    .update(rateLimits)
    .set({ count: sql`${rateLimits.count} - 1` })
    .where(and(eq(rateLimits.key, keyOf(name, who)), gt(rateLimits.count, 0)));
}

/** Starts the count afresh, such as after the right password. */
export async function resetLimit(tx: Db, name: LimitName, who: string): Promise<void> {
  await tx.delete(rateLimits).where(eq(rateLimits.key, keyOf(name, who)));
}

function opensAt(row: { count: number; lastAt: Date; expiresAt: Date }, limit: Limit): number {
  if (row.count < limit.most) return 0;
  return limit.thenPause ? row.lastAt.getTime() + pauseAfter(row.count, limit.most) : row.expiresAt.getTime();
}

/** Removes this key when its window is over, and now and then everything else that is. */
async function deleteExpired(tx: Db, key: string, at: Date) {
  const everything = Math.random() < 0.01;
  await tx
    .delete(rateLimits)
    .where(and(lte(rateLimits.expiresAt, at), everything ? undefined : eq(rateLimits.key, key)));
}
