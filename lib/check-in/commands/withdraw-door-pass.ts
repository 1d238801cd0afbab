import { and, eq, isNull } from "drizzle-orm";
import type { Db } from "@/db/client";
import { doorPasses } from "@/db/schema";
import type { ManagedEventId } from "@/lib/access/checked";
import { recordAudit } from "@/lib/audit/audit-log";
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
  const details = { event: eventId, door: withdrawn.door };
  await recordAudit(tx, {
    actorId: actor.id,
    action: "door-pass.withdraw",
    subject: passId,
    details,
    at: now,
  });
  return done(passId);
}
