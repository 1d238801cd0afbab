import { and, eq, exists, or, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { drafts, eventOrganisers, events, pictures } from "@/db/schema";
import { done, type Outcome, refuse } from "@/lib/outcome/outcome";

/**
 * Lets an event or a draft use a picture, in the transaction that stores it there; "" is no picture. It must be one
 * that `actor` uploaded, or that an event they organise or a draft of theirs uses. Refuses `picture-gone`, also if it
 * was deleted meanwhile.
 */
export async function claimPicture(
  tx: Db,
  { pictureId, actor }: { pictureId: string; actor: { id: string } },
): Promise<Outcome<string | null, "picture-gone">> {
  if (pictureId === "") return done(null);
  const inEvent = tx
    .select({ one: sql`1` })
    .from(eventOrganisers)
    .innerJoin(events, eq(events.id, eventOrganisers.eventId))
    .where(and(eq(eventOrganisers.userId, actor.id), eq(events.pictureId, pictures.id)));
  const inDraft = tx
    .select({ one: sql`1` })
    .from(drafts)
    .where(and(eq(drafts.ownerId, actor.id), eq(drafts.pictureId, pictures.id)));
  // This changes nothing, but it locks the row until the commit, so that nobody deletes the picture meanwhile.
  const [claimed] = await tx
    .update(pictures)
    .set({ createdAt: sql`${pictures.createdAt}` })
    .where(
      and(
        eq(pictures.id, pictureId),
        or(eq(pictures.uploadedBy, actor.id), exists(inEvent), exists(inDraft)),
      ),
    )
    .returning({ id: pictures.id });
  return claimed ? done(claimed.id) : refuse("picture-gone");
}
