import { and, eq, inArray, lte, notExists, type SQL, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { drafts, events, pictureFiles, pictures } from "@/db/schema";

/** How long, in ms, a picture may wait for its form to be saved. */
const lifetime = 24 * 3_600_000;

/** How many pictures one transaction deletes: few, as what is deleted is overwritten too, some 5 ms for each. */
const batch = 5;

/**
 * Deletes pictures of yesterday and before that no event or draft uses, some at a time.
 * @returns whether more may be left
 */
export const deleteUnusedPictures = (tx: Db, at: Date): Promise<boolean> =>
  deleteUnused(tx, lte(pictures.createdAt, new Date(at.getTime() - lifetime)));

/**
 * Deletes pictures that somebody has uploaded and that no event or draft uses, some at a time.
 * @returns whether more may be left
 */
export const deletePicturesOf = (tx: Db, uploadedBy: string): Promise<boolean> =>
  deleteUnused(tx, eq(pictures.uploadedBy, uploadedBy));

async function deleteUnused(tx: Db, isMeant: SQL): Promise<boolean> {
  const inEvent = tx.select({ one: sql`1` }).from(events).where(eq(events.pictureId, pictures.id));
  const inDraft = tx.select({ one: sql`1` }).from(drafts).where(eq(drafts.pictureId, pictures.id));
  const isUnused = and(notExists(inEvent), notExists(inDraft));
  const found = await tx
    .select({ id: pictures.id })
    .from(pictures)
    .where(and(isMeant, isUnused))
    .orderBy(pictures.createdAt)
    .limit(batch);
  if (found.length === 0) return false;
  const isFound = inArray(
    pictures.id,
    found.map(({ id }) => id),
  );
  // This changes nothing, but it waits for those who claim one of them, and makes later ones wait.
  await tx
    .update(pictures)
    .set({ createdAt: sql`${pictures.createdAt}` })
    .where(isFound);
  const unused = await tx.select({ id: pictures.id }).from(pictures).where(and(isFound, isUnused));
  const ids = unused.map(({ id }) => id);
  await tx.delete(pictureFiles).where(inArray(pictureFiles.pictureId, ids));
  await tx.delete(pictures).where(inArray(pictures.id, ids));
  return found.length === batch;
}
