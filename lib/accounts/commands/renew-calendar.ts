import { eq, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { users } from "@/db/schema";
import { recordAudit } from "@/lib/audit/audit-log";
import { done } from "@/lib/outcome/outcome";

/** Gives an account's private calendar a new address; the old one is then unknown. */
export async function renewCalendar(tx: Db, { actor, at }: { actor: { id: string }; at: Date }) {
  await tx
    .update(users)
    .set({ calendarVersion: sql`${users.calendarVersion} + 1` })
    .where(eq(users.id, actor.id));
  await recordAudit(tx, { actorId: actor.id, action: "account.renew-calendar", subject: actor.id, at });
  return done(undefined);
}
