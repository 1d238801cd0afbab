import { eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { events } from "@/db/schema";
import type { ManagedEventId } from "@/lib/access/checked";
import { recordAudit } from "@/lib/audit/audit-log";
import { sameLabel } from "@/lib/availability/availability";
import { queueMailing } from "@/lib/mail/mailings";
import { done, refuse } from "@/lib/outcome/outcome";
import { claimPicture } from "@/lib/pictures/commands/claim-picture";
import { countPublicChange } from "@/lib/public-pages/public-version";
import { consume } from "@/lib/rate-limits/rate-limit";
import { searchable } from "@/lib/search/search-text";
import { handOver } from "@/lib/waiting-list/commands/hand-over";
import { lockEvent } from "@/lib/waiting-list/commands/lock-event";
import type { Actor } from "../access";
import { changedSince, editVersion } from "../edit-version";
import type { EventEdit } from "../input";

/** What the public sees of an edit. */
const publicFields = ["name", "description", "location", "host", "contact"] as const;

/**
 * Edits an event that has not started, queues the mailing about a new location to every holder, and gives new spaces
 * to the waiting list. Refuses `not-found`, `cancelled`, `started`, `stale` with the new values of the fields that
 * were changed since `version` and the new `version`, `picture-gone`, `below-allocated` with the `least` capacity,
 * and `limited` with the `seconds` to wait when the location changes too often.
 * @param version the `editVersion` of the event that the edit was begun with
 */
export async function editEvent(
  tx: Db,
  {
    actor,
    eventId,
    version,
    edit,
    now,
  }: { actor: Actor; eventId: ManagedEventId; version: string; edit: EventEdit; now: Date },
) {
  const before = await lockEvent(tx, eventId);
  if (!before) return refuse("not-found");
  if (before.cancelledAt) return refuse("cancelled");
  if (before.startsAt.getTime() <= now.getTime()) return refuse("started");
  const newVersion = editVersion(before);
  // The event is already as wanted: a repeated submission, or a form that was saved without a change.
  if (editVersion(edit) === newVersion) return done(eventId);
  if (version !== newVersion)
    return refuse("stale", { ...changedSince(version, before), version: newVersion });
  if (edit.capacity < before.allocated) return refuse("below-allocated", { least: before.allocated });
  const picture = await claimPicture(tx, { pictureId: edit.pictureId, actor });
  if (!picture.ok) return picture;
  const publicChanged =
    picture.value !== before.pictureId || publicFields.some((field) => edit[field] !== before[field]);
  const mustMail = edit.location !== before.location && before.allocated > 0;
  const seconds = mustMail ? await consume(tx, "new-location", eventId, now) : 0;
  if (seconds > 0) return refuse("limited", { seconds });
  const [edited = before] = await tx
    .update(events)
    .set({
      name: edit.name,
      description: edit.description,
      location: edit.location,
      host: edit.host,
      contact: edit.contact,
      pictureId: picture.value,
      searchText: searchable(`${edit.name} ${edit.location}`),
      capacity: edit.capacity,
      // The public can see both, so they must not reveal a change of capacity.
      ...(publicChanged && { updatedAt: now, revision: before.revision + 1 }),
    })
    .where(eq(events.id, eventId))
    .returning();
  if (edit.location !== before.location) {
    const facts = { oldLocation: before.location };
    await queueMailing(tx, { kind: "location-changed", eventId, facts, at: now });
  }
  const after = await handOver(tx, edited, now);
  await recordAudit(tx, {
    actorId: actor.id,
    action: "event.edit",
    subject: eventId,
    details: { capacity: edit.capacity },
    at: now,
  });
  const publicChange = publicChanged || !sameLabel(before, after, now);
  return done(eventId, publicChange ? await countPublicChange(tx) : undefined);
}
