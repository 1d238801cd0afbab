/** An entry of a waiting list, and whether its person may hold a ticket for the event now. */
export type WaitingEntry = { place: number; until: Date; mayHold: boolean };

/**
 * Who gets the `free` spaces of an event, in the order of the list: those who still want a ticket and may hold one.
 * `passedOver` are those before them who may not. Who no longer wants a ticket is in neither.
 */
export function decideHandOver<Entry extends WaitingEntry>(
  entries: readonly Entry[],
  { free, now }: { free: number; now: Date },
): { winners: Entry[]; passedOver: Entry[] } {
  const winners: Entry[] = [];
  const passedOver: Entry[] = [];
  for (const entry of entries.toSorted((a, b) => a.place - b.place)) {
    if (winners.length >= free) break;
    if (entry.until.getTime() <= now.getTime()) continue;
    (entry.mayHold ? winners : passedOver).push(entry);
  }
  return { winners, passedOver };
}
