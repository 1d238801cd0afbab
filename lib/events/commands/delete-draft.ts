import { and, eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { drafts } from "@/db/schema";
import { done, refuse } from "@/lib/outcome/outcome";

/** Deletes a draft of `owner`. Refuses `not-found`, also for somebody else's. */
export async function deleteDraft(tx: Db, { owner, draftId }: { owner: { id: string }; draftId: string }) {
  const [deleted] = await tx
    .delete(drafts)
    .where(and(eq(drafts.id, draftId), eq(drafts.ownerId, owner.id)))
    .returning({ id: drafts.id });
  return deleted ? done(undefined) : refuse("not-found");
}
