import { isDeepStrictEqual } from "node:util";
import { and, eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { drafts, eventOrganisers, events } from "@/db/schema";
import { recordAudit } from "@/lib/audit/audit-log";
import { lockAccount } from "@/lib/auth/lock-account";
import { reminderTime } from "@/lib/mail/mailing-kinds";
import { queueMailing } from "@/lib/mail/mailings";
import { done, refuse } from "@/lib/outcome/outcome";
import { claimPicture } from "@/lib/pictures/commands/claim-picture";
import { countPublicChange } from "@/lib/public-pages/public-version";
import { searchable } from "@/lib/search/search-text";
import { type Actor, mayCreateEvents } from "../access";
import type { NewEvent } from "../input";
import { readSchedule } from "../schedule";
import { findManagedEvent } from "./find-managed-event";
import { type DraftRef, drawId } from "./save-draft";

/**
 * Creates an event with `actor` as its first organiser, queues the reminder to its holders, and deletes the draft
 * that it was, if any; the value is its id, that of the draft. Refuses `not-found` if the actor may not create
 * events, does not own the draft or was deleted meanwhile, `draft-stale` with the new `revision` if the draft was
 * saved since, and as `readSchedule` and `claimPicture` do. A draft that is this actor's event by now stays that,
 * and the same form with the same content makes one event, without a refusal.
 */
export async function createEvent(
  tx: Db,
  { actor, event, draft, now }: { actor: Actor; event: NewEvent; draft?: DraftRef; now: Date },
) {
  if (!mayCreateEvents(actor)) return refuse("not-found");
  const schedule = readSchedule(event, now);
  if (!schedule.ok) return schedule;
  // Or their deletion, in progress, would not see that they organise this event too.
  if (!(await lockAccount(tx, actor.id))) return refuse("not-found");
  const picture = await claimPicture(tx, { pictureId: event.pictureId, actor });
  if (!picture.ok) return picture;
  if (draft?.draftId && !(await takeDraft(tx, draft, actor))) return answerWithoutDraft(tx, draft, actor);
  const formId = draft?.formId ?? "";
  const content = {
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
  };
  // As after a double click, or an answer that was lost. What was changed in the form makes another event.
  const [earlier] = await tx.select().from(events).where(eq(events.id, formId));
  if (earlier && !earlier.cancelledAt && contains(earlier, content)) return done(earlier.id);
  const id = draft?.draftId || (await drawId(tx, formId));
  await tx.insert(events).values({ id, ...content, createdAt: now, updatedAt: now });
  await tx.insert(eventOrganisers).values({ eventId: id, userId: actor.id, addedAt: now, addedBy: actor.id });
  const remindAt = reminderTime(schedule.value);
  if (remindAt >= now)
    await queueMailing(tx, { kind: "reminder", eventId: id, facts: {}, at: now, dueAt: remindAt });
  await recordAudit(tx, {
    actorId: actor.id,
    action: "event.create",
    subject: id,
    details: { name: event.name },
    at: now,
  });
  return done(id, await countPublicChange(tx));
}

const contains = (row: Record<string, unknown>, values: Record<string, unknown>) =>
  Object.entries(values).every(([name, value]) => isDeepStrictEqual(row[name], value));

/** Deletes the draft if it is as the form knew it. */
async function takeDraft(tx: Db, { draftId, revision }: DraftRef, owner: Actor): Promise<boolean> {
  const isKnown = and(eq(drafts.id, draftId), eq(drafts.ownerId, owner.id), eq(drafts.revision, revision));
  const [taken] = await tx.delete(drafts).where(isKnown).returning({ id: drafts.id });
  return taken !== undefined;
}

async function answerWithoutDraft(tx: Db, { draftId }: DraftRef, actor: Actor) {
  const [current] = await tx
    .select({ revision: drafts.revision })
    .from(drafts)
    .where(and(eq(drafts.id, draftId), eq(drafts.ownerId, actor.id)));
  if (current) return refuse("draft-stale", { revision: current.revision });
  const event = await findManagedEvent(tx, draftId, actor);
  return event ? done(event.id) : refuse("not-found");
}
