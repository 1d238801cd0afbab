import type { Db } from "@/db/client";
import { eventOrganisers, events } from "@/db/schema";
import { recordAudit } from "@/lib/audit/audit-log";
import { done, refuse } from "@/lib/outcome/outcome";
import { claimPicture } from "@/lib/pictures/commands/claim-picture";
import { countPublicChange } from "@/lib/public-pages/public-version";
import { newId } from "@/lib/runtime/ids";
import { searchable } from "@/lib/search/search-text";
import { type Actor, mayCreateEvents } from "../access";
import type { NewEvent } from "../input";
import { readSchedule } from "../schedule";

/**
 * Creates an event with `actor` as its first organiser; the value is its id. Refuses `not-found` if the actor
 * may not create events, and as `readSchedule` and `claimPicture` do.
 */
export async function createEvent(
  tx: Db,
  { actor, event, now }: { actor: Actor; event: NewEvent; now: Date },
) {
  if (!mayCreateEvents(actor)) return refuse("not-found");
  const schedule = readSchedule(event, now);
  if (!schedule.ok) return schedule;
  const picture = await claimPicture(tx, { pictureId: event.pictureId, actor });
  if (!picture.ok) return picture;
  const id = newId();
  await tx.insert(events).values({
    id,
    name: event.name,
    description: event.description,
    location: event.location,
    host: event.host,
    contact: event.contact,
    pictureId: picture.value,
    searchText: searchable(`${event.name} ${event.location}`),
    ...schedule.value,
    timeZone: event.timeZone,
    durationMinutes: event.durationMinutes,
    startDate: event.date,
    capacity: event.capacity,
    createdBy: actor.id,
    createdAt: now,
    updatedAt: now,
  });
  await tx.insert(eventOrganisers).values({ eventId: id, userId: actor.id, addedAt: now, addedBy: actor.id });
  await recordAudit(tx, {
    actorId: actor.id,
    action: "event.create",
    subject: id,
    details: { name: event.name },
    at: now,
  });
  return done(id, await countPublicChange(tx));
}
