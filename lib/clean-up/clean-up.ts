import { type Db, transaction } from "@/db/client";
import { deleteUnusedPictures } from "@/lib/pictures/commands/delete-unused-pictures";
import { deleteExpiredLimits } from "@/lib/rate-limits/rate-limit";
import { wallClock } from "@/lib/runtime/clock";
import { log } from "@/lib/runtime/log";

/** Deletes some rows, and returns whether more may be left. */
type Deletion = (tx: Db, at: Date) => Promise<boolean>;

/** What is deleted, and how often, in ms. */
const deletions: [Deletion, number][] = [
  [deleteExpiredLimits, 60_000],
  [deleteUnusedPictures, 3_600_000],
];

/** Deletes what is no longer needed, until the process ends. */
export function startCleaningUp(): void {
  for (const [deletion, interval] of deletions) {
    const run = async () => {
      while (await transaction((tx) => deletion(tx, wallClock())));
    };
    setInterval(() => {
      run().catch((err) =>
        log.warn({ err, what: deletion.name }, "what is no longer needed could not be deleted"),
      );
    }, interval).unref();
  }
}
