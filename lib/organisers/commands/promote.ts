import { and, eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { eventOrganisers, users } from "@/db/schema";
import { recordAudit } from "@/lib/audit/audit-log";
import { existingEmail, isExisting } from "@/lib/auth/existing-account";
import type { ManagedEventRow } from "@/lib/events/commands/find-managed-event";
import { eventFacts } from "@/lib/mail/event-facts";
import { queueMail } from "@/lib/mail/outbox";
import { done, refuse } from "@/lib/outcome/outcome";
import { consume } from "@/lib/rate-limits/rate-limit";
import { newId } from "@/lib/runtime/ids";

export type OrganiserActor = { id: string; role: "attendee" | "organiser"; name: string };

type Promotion = {
  actor: OrganiserActor;
  event: ManagedEventRow;
  who: { userId: string } | { email: string };
  now: Date;
};

/**
 * Makes an attendee, given by id or exact address, an organiser of one event and mails them, up to five times
 * an hour; does nothing if they already are. Refuses `no-account`, `organiser-account`.
 */
export async function promoteAttendee(tx: Db, { actor, event, who, now }: Promotion) {
  const eventId = event.id;
  const isTarget = "userId" in who ? eq(users.id, who.userId) : eq(users.email, who.email);
  const [user] = await tx
    .select({ id: users.id, name: users.name, email: existingEmail, role: users.role })
    .from(users)
    .where(and(isTarget, isExisting));
  if (!user) return refuse("no-account");
  if (user.role !== "attendee") return refuse("organiser-account");
  const [added] = await tx
    .insert(eventOrganisers)
    .values({ eventId, userId: user.id, addedAt: now, addedBy: actor.id })
    .onConflictDoNothing()
    .returning();
  if (!added) return done(eventId);
  if ((await consume(tx, "organiser-mail", `promoted:${user.email}`, now)) === 0) {
    await queueMail(tx, {
      kind: "promoted",
      recipient: user.email,
      dedupeKey: newId(),
      facts: { name: user.name, event: eventFacts(event), by: actor.name },
      eventId,
      at: now,
    });
  }
  await recordAudit(tx, {
    actorId: actor.id,
    action: "organiser.promote",
    subject: eventId,
    details: { user: user.id },
    at: now,
  });
  return done(eventId);
}
