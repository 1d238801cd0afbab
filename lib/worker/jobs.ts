import { type Db, transaction, truncateLog } from "@/db/client";
import { deleteFutureLinks } from "@/lib/accounts/commands/delete-future-links";
import { makeDailyBackup } from "@/lib/backups/daily-backup";
import { expandMailing } from "@/lib/mail/mailings";
import { anonymiseEvents } from "@/lib/personal-data/commands/anonymise-events";
import { continueDeletions } from "@/lib/personal-data/commands/continue-deletions";
import { eraseOldEntries, eraseOldLinks, eraseOldMails } from "@/lib/personal-data/commands/erase-old";
import { deleteUnusedPictures } from "@/lib/pictures/commands/delete-unused-pictures";
import { deleteExpiredLimits } from "@/lib/rate-limits/rate-limit";
import { settings } from "@/lib/runtime/env";
import { continueHandOvers, endExpiredEntries } from "@/lib/waiting-list/commands/serve-waiting-lists";

/**
 * Does what is due as one transaction of some hundred rows, and answers whether there may be more. Which rows are due
 * is in the rows, and the transaction locks the one it continues, so a job can be killed at any moment and run in
 * several processes at once.
 */
export type Job = (now: Date) => Promise<boolean>;

const inTransaction =
  (step: (tx: Db, at: Date) => Promise<boolean>): Job =>
  (now) =>
    transaction((tx) => step(tx, now));

/** Overwrites what was erased in the last hour; if somebody reads from the log, the next hour's does. */
const emptyLog: Job = async () => {
  await truncateLog();
  return false;
};

type ScheduledJob = {
  /** For the log. */
  name: string;
  /** A job; `stopping` ends what takes longer than a transaction. */
  run: (now: Date, stopping: AbortSignal) => Promise<boolean>;
  /** How often it looks for something to do, in ms. */
  every: number;
};

const hour = 3_600_000;

/** What the worker does beside sending mail. */
export const jobs: ScheduledJob[] = [
  { name: "expandMailing", run: (now) => expandMailing(now), every: 1_000 },
  { name: "continueHandOvers", run: (now) => continueHandOvers(now), every: 1_000 },
  { name: "endExpiredEntries", run: (now) => endExpiredEntries(now), every: 1_000 },
  { name: "deleteExpiredLimits", run: inTransaction(deleteExpiredLimits), every: 60_000 },
  { name: "deleteFutureLinks", run: inTransaction(deleteFutureLinks), every: 60_000 },
  { name: "continueDeletions", run: continueDeletions, every: 1_000 },
  { name: "anonymiseEvents", run: (now) => anonymiseEvents(now), every: hour },
  { name: "eraseOldMails", run: inTransaction(eraseOldMails), every: hour },
  { name: "eraseOldEntries", run: inTransaction((tx, at) => eraseOldEntries(tx, at)), every: hour },
  { name: "eraseOldLinks", run: inTransaction(eraseOldLinks), every: hour },
  { name: "truncateLog", run: emptyLog, every: hour },
  { name: "deleteUnusedPictures", run: inTransaction(deleteUnusedPictures), every: hour },
  {
    name: "makeDailyBackup",
    run: (now, stopping) => makeDailyBackup(settings(), now, stopping),
    every: 600_000,
  },
];
