import { and, inArray, isNull } from "drizzle-orm";
import type { Db } from "@/db/client";
import { waitingListEntries } from "@/db/schema";

type Reason = NonNullable<(typeof waitingListEntries.$inferSelect)["endedBecause"]>;

/** Ends entries that have not ended. The caller has locked their event's row. */
export async function endEntries(tx: Db, ids: string[], because: Reason, now: Date): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .update(waitingListEntries)
    .set({ endedAt: now, endedBecause: because })
    .where(and(inArray(waitingListEntries.id, ids), isNull(waitingListEntries.endedAt)));
}
