import { and, eq, inArray, isNull } from "drizzle-orm";
import type { Db } from "@/db/client";
import { doorPasses } from "@/db/schema";
import type { ManagedEventId } from "@/lib/access/checked";
import { type AuditEntry, recordAudit, recordAudits } from "@/lib/audit/audit-log";
import { done, refuse } from "@/lib/outcome/outcome";

type Withdrawal = { actor: { id: string }; eventId: ManagedEventId; passId: string; now: Date };

/** Ends a door pass: its next scan is refused. A second time it changes nothing. Refuses `not-found`. */
export async function withdrawDoorPass(tx: Db, { actor, eventId, passId, now }: Withdrawal) {
  const isPass = and(eq(doorPasses.id, passId), eq(doorPasses.eventId, eventId));
  const [withdrawn] = await tx
    .update(doorPasses)
    .set({ withdrawnAt: now })
    .where(and(isPass, isNull(doorPasses.withdrawnAt)))
    .returning();
  if (!withdrawn) {
    const [known] = await tx.select({ id: doorPasses.id }).from(doorPasses).where(isPass);
    return known ? done(passId) : refuse("not-found");
  }
  await recordAudit(tx, withdrawal(withdrawn, actor, now));
  return done(passId);
}

type Removal = { actor: { id: string }; eventIds: string[]; userId: string; now: Date };

/** Ends the door passes of events that somebody made who is no longer one of their organisers. */
export async function withdrawPassesOf(tx: Db, { actor, eventIds, userId, now }: Removal): Promise<void> {
  const isTheirs = and(inArray(doorPasses.eventId, eventIds), eq(doorPasses.createdBy, userId));
  const withdrawn = await tx
    .update(doorPasses)
    .set({ withdrawnAt: now })
    .where(and(isTheirs, isNull(doorPasses.withdrawnAt)))
    .returning();
  if (withdrawn.length > 0)
    await recordAudits(
      tx,
      withdrawn.map((pass) => withdrawal(pass, actor, now)),
    );
}

const withdrawal = (pass: typeof doorPasses.$inferSelect, actor: { id: string }, at: Date): AuditEntry => ({
  actorId: actor.id,
  action: "door-pass.withdraw",
  subject: pass.id,
  details: { event: pass.eventId, door: pass.door },
  at,
});
