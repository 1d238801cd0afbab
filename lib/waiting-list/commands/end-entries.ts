import { and, inArray, isNull } from "drizzle-orm";
import type { Db } from "@/db/client";
import { waitingListEntries } from "@/db/schema";
import { isWaiting } from "../queries";

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

/** Ends the entry of one person, if there is one. The caller has locked the event's row. */
export async function endEntryOf(
  tx: Db,
  { eventId, userId, because, now }: { eventId: string; userId: string; because: Reason; now: Date },
): Promise<{ id: string } | undefined> {
  const [ended] = await tx
    .update(waitingListEntries)
    .set({ endedAt: now, endedBecause: because })
    .where(isWaiting(eventId, userId))
    .returning({ id: waitingListEntries.id });
  return ended;
}
