import { eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { sessions } from "@/db/schema";
import { recordAudit } from "@/lib/audit/audit-log";
import { endSession, endSessionsOf } from "@/lib/auth/sessions";
import { done, refuse } from "@/lib/outcome/outcome";
import { canEndSession } from "../access";

/** Ends one of the actor's own sessions, if it still exists. Refuses `not-found` for another person's. */
export async function endOwnSession(
  tx: Db,
  { actor, sessionId }: { actor: { id: string }; sessionId: string },
) {
  const [session] = await tx.select().from(sessions).where(eq(sessions.id, sessionId));
  if (session && !canEndSession(actor, session)) return refuse("not-found");
  await endSession(tx, sessionId);
  return done(undefined);
}

export async function signOutEverywhere(tx: Db, { actor, at }: { actor: { id: string }; at: Date }) {
  const sessionsEnded = await endSessionsOf(tx, actor.id);
  const entry = { actorId: actor.id, action: "account.sign-out-everywhere", subject: actor.id, at };
  await recordAudit(tx, { ...entry, details: { sessionsEnded } });
  return done(undefined);
}
