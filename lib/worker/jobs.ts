import { type Db, transaction } from "@/db/client";
import { deleteFutureLinks } from "@/lib/accounts/commands/delete-future-links";
import { makeDailyBackup } from "@/lib/backups/daily-backup";
import { expandMailing } from "@/lib/mail/mailings";
import { deleteUnusedPictures } from "@/lib/pictures/commands/delete-unused-pictures";
import { deleteExpiredLimits } from "@/lib/rate-limits/rate-limit";
import { settings } from "@/lib/runtime/env";
import { continueHandOvers, endExpiredEntries } from "@/lib/waiting-list/commands/serve-waiting-lists";

/**
 * Does what is due as one transaction of some hundred rows, and answers whether there may be more. Which rows are due is
 * in the rows, and the transaction locks the one it continues, so a job can be killed at any moment and run in several
 * processes at once.
 */
export type Job = (now: Date) => Promise<boolean>;

const inTransaction =
  (step: (tx: Db, at: Date) => Promise<boolean>): Job =>
  (now) =>
    transaction((tx) => step(tx, now));

type ScheduledJob = {
  /** For the log. */
  name: string;
  /** A job; `stopping` ends what takes longer than a transaction. */
  run: (now: Date, stopping: AbortSignal) => Promise<boolean>;
  /** How often it looks for something to do, in ms. */
  every: number;
};

/** What the worker does beside sending mail. */
export const jobs: ScheduledJob[] = [
  { name: "expandMailing", run: (now) => expandMailing(now), every: 1_000 },
  { name: "continueHandOvers", run: (now) => continueHandOvers(now), every: 1_000 },
  { name: "endExpiredEntries", run: (now) => endExpiredEntries(now), every: 1_000 },
  { name: "deleteExpiredLimits", run: inTransaction(deleteExpiredLimits), every: 60_000 },
  { name: "deleteFutureLinks", run: inTransaction(deleteFutureLinks), every: 60_000 },
  { name: "deleteUnusedPictures", run: inTransaction(deleteUnusedPictures), every: 3_600_000 },
  {
    name: "makeDailyBackup",
    run: (now, stopping) => makeDailyBackup(settings(), now, stopping),
    every: 600_000,
  },
];
