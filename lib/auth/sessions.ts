import { and, desc, eq, gt, lt, or, sql } from "drizzle-orm";
import { type Db, reader } from "@/db/client";
import { prepared } from "@/db/prepared";
import { sessions, users } from "@/db/schema";
import { recordAudit } from "@/lib/audit/audit-log";
import { newId } from "@/lib/runtime/ids";
import { latestPast } from "@/lib/time/from-the-future";
import { existingEmail, isExisting } from "./existing-account";
import { sessionIsLive, sessionLimits } from "./session-lifetime";

export type LiveSession = {
  id: string;
  createdAt: Date;
  lastSeenAt: Date;
  user: { id: string; name: string; email: string; role: "attendee" | "organiser" };
};

export const sessionColumns = {
  id: sessions.id,
  createdAt: sessions.createdAt,
  lastSeenAt: sessions.lastSeenAt,
  user: { id: users.id, name: users.name, email: existingEmail, role: users.role },
};

const sessionWithUser = prepared("session-with-user", (db) =>
  db
    .select(sessionColumns)
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(eq(sessions.id, sql.placeholder("id")), isExisting)),
);

/** A session that is valid at `now`, with its user, or null. */
export async function findLiveSession(id: string, now: Date): Promise<LiveSession | null> {
  const [row] = await sessionWithUser(reader()).execute({ id });
  return row && sessionIsLive({ ...row, role: row.user.role }, now) ? row : null;
}

export type SessionSummary = { id: string; createdAt: Date; lastSeenAt: Date; userAgent: string };

/** The valid sessions of an account, the most recently used first. */
export async function listSessions(
  user: { id: string; role: "attendee" | "organiser" },
  now: Date,
): Promise<SessionSummary[]> {
  const rows = await reader()
    .select({
      id: sessions.id,
      createdAt: sessions.createdAt,
      lastSeenAt: sessions.lastSeenAt,
      userAgent: sessions.userAgent,
    })
    .from(sessions)
    .where(eq(sessions.userId, user.id))
    .orderBy(desc(sessions.lastSeenAt), sessions.id);
  return rows.filter((row) => sessionIsLive({ ...row, role: user.role }, now));
}

/** An account whose password was just verified against `passwordHash`. */
export type Authenticated = {
  userId: string;
  role: "attendee" | "organiser";
  passwordHash: string;
  /** The same password hashed with today's parameters, if these have changed. */
  betterHash?: string;
};

/**
 * Starts a session and returns its id, or null if the password has changed since its check: the guarded
 * write locks the user's row, as a change of password does first. Ends the browser's old session, whose
 * cookie the new one replaces.
 */
export async function startSession(
  tx: Db,
  who: Authenticated,
  browser: { userAgent: string; sessionId?: string | null },
  at: Date,
): Promise<string | null> {
  if (!(await replacePasswordHash(tx, who, who.betterHash ?? who.passwordHash))) return null;
  return insertSession(tx, who, browser, at);
}

/** Like `startSession`, after the caller has replaced the hash. */
export async function insertSession(
  tx: Db,
  who: Authenticated,
  browser: { userAgent: string; sessionId?: string | null },
  at: Date,
): Promise<string> {
  if (browser.sessionId) await endSession(tx, browser.sessionId);
  await deleteExpiredSessions(tx, who, at);
  const id = newId();
  await tx.insert(sessions).values({
    id,
    userId: who.userId,
    createdAt: at,
    lastSeenAt: at,
    userAgent: browser.userAgent.slice(0, 300),
  });
  await recordAudit(tx, { actorId: who.userId, action: "account.sign-in", subject: who.userId, at });
  return id;
}

/** Replaces the hash that a password was just verified against; false if it has changed since. */
export async function replacePasswordHash(tx: Db, who: Authenticated, newHash: string): Promise<boolean> {
  const [user] = await tx
    .update(users)
    .set({ passwordHash: newHash })
    .where(and(eq(users.id, who.userId), eq(users.passwordHash, who.passwordHash)))
    .returning({ id: users.id });
  return user !== undefined;
}

async function deleteExpiredSessions(tx: Db, who: Authenticated, at: Date) {
  const { age, idle } = sessionLimits[who.role];
  await tx
    .delete(sessions)
    .where(
      and(
        eq(sessions.userId, who.userId),
        or(
          lt(sessions.createdAt, new Date(at.getTime() - age)),
          gt(sessions.createdAt, latestPast(at)),
          lt(sessions.lastSeenAt, new Date(at.getTime() - idle)),
        ),
      ),
    );
}

/** Updates a session's last-seen time, never to an earlier one, unless that was in the future. */
export async function touchSession(tx: Db, id: string, at: Date): Promise<void> {
  await tx
    .update(sessions)
    .set({ lastSeenAt: at })
    .where(
      and(eq(sessions.id, id), or(lt(sessions.lastSeenAt, at), gt(sessions.lastSeenAt, latestPast(at)))),
    );
}

/** Ends a session, if it still exists, without checking its owner. */
export async function endSession(tx: Db, id: string): Promise<void> {
  await tx.delete(sessions).where(eq(sessions.id, id));
}

/** Ends all sessions of an account and returns their number. */
export async function endSessionsOf(tx: Db, userId: string): Promise<number> {
  const ended = await tx.delete(sessions).where(eq(sessions.userId, userId)).returning({ id: sessions.id });
  return ended.length;
}
