import type { Db } from "@/db/client";
import type { Actor } from "@/lib/events/access";
import { findManagedEvent } from "@/lib/events/commands/find-managed-event";
import { type Audience, countPeople } from "@/lib/mail/audiences";
import { done, refuse } from "@/lib/outcome/outcome";

export type MessageTo = { actor: Pick<Actor, "id">; eventId: string; audience: Audience; now: Date };

/**
 * Whether an organiser may write to these people of an event; the value is how many they are. Refuses `not-found`,
 * `cancelled`, `nobody`.
 */
export async function checkMessage(db: Db, { actor, eventId, audience, now }: MessageTo) {
  const event = await findManagedEvent(db, eventId, actor);
  if (!event) return refuse("not-found");
  if (event.cancelledAt) return refuse("cancelled");
  const people = await countPeople(db, { audience, eventId, now });
  return people > 0 ? done(people) : refuse("nobody");
}
