import type { Db } from "@/db/client";
import type { ManagedEventRow } from "@/lib/events/commands/find-managed-event";
import { type Audience, countPeople } from "@/lib/mail/audiences";
import { done, refuse } from "@/lib/outcome/outcome";

type MessageTo = {
  event: Pick<ManagedEventRow, "id" | "cancelledAt">;
  audience: Audience;
  now: Date;
};

/**
 * Whether an organiser may write to these people of an event; the value is how many they are. Refuses `cancelled`,
 * `nobody`.
 */
export async function checkMessage(db: Db, { event, audience, now }: MessageTo) {
  if (event.cancelledAt) return refuse("cancelled");
  const people = await countPeople(db, { audience, eventId: event.id, now });
  return people > 0 ? done(people) : refuse("nobody");
}
