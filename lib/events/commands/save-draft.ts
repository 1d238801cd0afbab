import { and, count, eq, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { drafts, events } from "@/db/schema";
import { lockAccount } from "@/lib/auth/lock-account";
import { done, refuse } from "@/lib/outcome/outcome";
import { claimPicture } from "@/lib/pictures/commands/claim-picture";
import { newId } from "@/lib/runtime/ids";
import { type Actor, mayCreateEvents } from "../access";
import type { DraftFields } from "../input";

/** How many drafts an account may have. */
export const maxDrafts = 50;

/** A draft as its form knows it: the id is "" for a new one, and then the form may have drawn an id for it. */
export type DraftRef = { draftId: string; revision: number; formId?: string };

/**
 * Saves what a form contained as a draft of `owner`, a new one or over the one it was opened from; the value is its
 * id. A new one of the same form with the same content is saved once. Refuses `not-found`, also for somebody else's
 * draft, `draft-stale` with the new `revision` if it was saved since, `draft-created` if it is an event by now,
 * `too-many-drafts`, and as `claimPicture` does.
 */
export async function saveDraft(
  tx: Db,
  {
    owner,
    draft,
    fields,
    pictureId,
    now,
  }: { owner: Actor; draft: DraftRef; fields: DraftFields; pictureId: string; now: Date },
) {
  if (!mayCreateEvents(owner)) return refuse("not-found");
  const picture = await claimPicture(tx, { pictureId, actor: owner });
  if (!picture.ok) return picture;
  const saved = { fields: JSON.stringify(fields), pictureId: picture.value };
  if (draft.draftId === "") return insertDraft(tx, { owner, formId: draft.formId ?? "", saved, now });

  const isOwn = and(eq(drafts.id, draft.draftId), eq(drafts.ownerId, owner.id));
  const [updated] = await tx
    .update(drafts)
    .set({ ...saved, revision: sql`${drafts.revision} + 1`, updatedAt: now })
    .where(and(isOwn, eq(drafts.revision, draft.revision)))
    .returning({ id: drafts.id });
  if (updated) return done(updated.id);
  const [current] = await tx.select().from(drafts).where(isOwn);
  if (!current) return refuse(await missingBecause(tx, draft.draftId, owner));
  // As after a double click.
  if (isSame(current, saved)) return done(current.id);
  return refuse("draft-stale", { revision: current.revision });
}

type Saved = { fields: string; pictureId: string | null };

const isSame = (a: Saved, b: Saved) => a.fields === b.fields && a.pictureId === b.pictureId;

type NewDraft = { owner: Actor; formId: string; saved: Saved; now: Date };

async function insertDraft(tx: Db, { owner, formId, saved, now }: NewDraft) {
  // So that the number of drafts stays, and none is made for a deleted account.
  if (!(await lockAccount(tx, owner.id))) return refuse("not-found");
  const isEarlier = and(eq(drafts.id, formId), eq(drafts.ownerId, owner.id));
  const [earlier] = await tx.select().from(drafts).where(isEarlier);
  if (earlier && isSame(earlier, saved)) return done(earlier.id);
  const [held] = await tx.select({ drafts: count() }).from(drafts).where(eq(drafts.ownerId, owner.id));
  if ((held?.drafts ?? 0) >= maxDrafts) return refuse("too-many-drafts");
  const id = await drawId(tx, formId);
  await tx.insert(drafts).values({ id, ownerId: owner.id, ...saved, createdAt: now, updatedAt: now });
  return done(id);
}

/** A draft that is gone became an event of its owner, or was deleted, or never was theirs. */
async function missingBecause(tx: Db, id: string, owner: Actor): Promise<"draft-created" | "not-found"> {
  const [event] = await tx
    .select({ id: events.id })
    .from(events)
    .where(and(eq(events.id, id), eq(events.createdBy, owner.id)));
  return event ? "draft-created" : "not-found";
}

/** The id that a form drew for what it makes; another if it has none, or has made something with it already. */
export async function drawId(tx: Db, formId: string): Promise<string> {
  const [draft] = await tx.select({ id: drafts.id }).from(drafts).where(eq(drafts.id, formId));
  const [event] = await tx.select({ id: events.id }).from(events).where(eq(events.id, formId));
  return draft || event || !formId ? newId() : formId;
}
