import { and, inArray, isNull } from "drizzle-orm";
import type { Db } from "@/db/client";
import { type events, waitingListEntries } from "@/db/schema";
import { eventFacts } from "@/lib/mail/event-facts";
import { queueMails } from "@/lib/mail/outbox";
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

const becauseOf = { cancelled: "event-cancelled", expired: "expired", removed: "removed" } as const;

/** Ends entries that have not ended, and mails their people why. The caller has locked their event's row. */
export async function endAndMail(
  tx: Db,
  event: typeof events.$inferSelect,
  waiting: { id: string; name: string; email: string | null }[],
  { why, now }: { why: keyof typeof becauseOf; now: Date },
): Promise<void> {
  await endEntries(tx, waiting, becauseOf[why], now);
  const reason = why === "cancelled" ? event.cancelReason : null;
  await queueMails(
    tx,
    waiting.flatMap(({ id, name, email }) =>
      // Nobody is told whose account was deleted.
      email === null
        ? []
        : {
            kind: "waiting-list-closed" as const,
            recipient: email,
            dedupeKey: id,
            facts: { name, event: eventFacts(event), why, reason },
            eventId: event.id,
            at: now,
          },
    ),
  );
}
