import { and, eq, isNotNull } from "drizzle-orm";
import type { Db } from "@/db/client";
import { outbox } from "@/db/schema";
import type { ManagedEventId } from "@/lib/access/checked";
import { done, type Outcome, refuse } from "@/lib/outcome/outcome";

type ResendMail = { mailId: string; eventId: ManagedEventId; at: Date };

/**
 * Queues a dead mail about an event once more, with all of its tries ahead of it. A mail that is not
 * dead stays as it is, so asking twice sends one.
 * Refuses `not-found` when the event has no such mail.
 */
export async function resendMail(
  tx: Db,
  { mailId, eventId, at }: ResendMail,
): Promise<Outcome<undefined, "not-found">> {
  const ofEvent = and(eq(outbox.id, mailId), eq(outbox.eventId, eventId));
  // Created anew as well: the four days of trying count from there.
  const [queued] = await tx
    .update(outbox)
    .set({ state: "queued", attempts: 0, createdAt: at, dueAt: at, lastError: null })
    .where(and(ofEvent, eq(outbox.state, "dead"), isNotNull(outbox.recipient)))
    .returning({ id: outbox.id });
  if (queued) return done(undefined);
  const [known] = await tx.select({ id: outbox.id }).from(outbox).where(ofEvent);
  return known ? done(undefined) : refuse("not-found");
}
