import { and, inArray, isNull } from "drizzle-orm";
import type { Db } from "@/db/client";
import { waitingListEntries } from "@/db/schema";

type Reason = NonNullable<(typeof waitingListEntries.$inferSelect)["endedBecause"]>;

/** Ends entries that have not ended. The caller has locked their event's row. */
export async function endEntries(
  tx: Db,
  entries: { id: string }[],
  because: Reason,
  now: Date,
): Promise<void> {
  if (entries.length === 0) return;
  const ids = entries.map(({ id }) => id);
  await tx
    .update(waitingListEntries)
    .set({ endedAt: now, endedBecause: because })
    .where(and(inArray(waitingListEntries.id, ids), isNull(waitingListEntries.endedAt)));
}
