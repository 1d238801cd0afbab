import { endLease } from "./lease";
import type { OutboxRow } from "./outbox";

/** What came of mails, until the database has it. */
export type Marks = {
  /** Ends a mail's lease with its result. @throws when the database fails; the result is remembered */
  mark: (leased: OutboxRow, result: Partial<OutboxRow>) => Promise<void>;
  /** Marks what the database refused before. @throws when it still fails */
  repeat: () => Promise<void>;
};

/**
 * Remembers the results that the database could not take, so that a mail that was accepted is not sent again:
 * call `repeat` before new mail is taken.
 */
export function createMarks(): Marks {
  const refused = new Set<{ leased: OutboxRow; result: Partial<OutboxRow> }>();
  return {
    async mark(leased, result) {
      try {
        await endLease(leased, result);
      } catch (error) {
        refused.add({ leased, result });
        throw error;
      }
    },
    async repeat() {
      for (const each of refused) {
        await endLease(each.leased, each.result);
        refused.delete(each);
      }
    },
  };
}
