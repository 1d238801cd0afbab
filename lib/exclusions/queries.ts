import { and, asc, eq, sql } from "drizzle-orm";
import { type Db, reader } from "@/db/client";
import { prepared } from "@/db/prepared";
import { exclusions, users } from "@/db/schema";
import type { ManagedEventId } from "@/lib/access/checked";
import { existingEmail, isExisting } from "@/lib/auth/existing-account";

const exclusion = prepared("exclusion", (db) =>
  db
    .select({ at: exclusions.at })
    .from(exclusions)
    .where(
      and(
        eq(exclusions.eventId, sql.placeholder("eventId")),
        eq(exclusions.userId, sql.placeholder("userId")),
      ),
    ),
);

/** Whether an organiser took this person's ticket for the event back, and nobody has allowed another one since. */
export async function isExcluded(db: Db, eventId: string, userId: string): Promise<boolean> {
  const [found] = await exclusion(db).execute({ eventId, userId });
  return found !== undefined;
}

/** Somebody who gets no ticket for an event, for its organisers. */
export type ExcludedPerson = { userId: string; name: string; email: string };

/** Those whose tickets for an event were taken back, in that order; at most 200. */
export const listExcluded = (eventId: ManagedEventId): Promise<ExcludedPerson[]> =>
  reader()
    .select({ userId: users.id, name: users.name, email: existingEmail })
    .from(exclusions)
    .innerJoin(users, eq(users.id, exclusions.userId))
    .where(and(eq(exclusions.eventId, eventId), isExisting))
    .orderBy(asc(exclusions.at), asc(users.id))
    .limit(200);
