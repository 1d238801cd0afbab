import { execFile } from "node:child_process";
import { rm } from "node:fs/promises";
import { promisify } from "node:util";
import { type Settings, settings } from "@/lib/runtime/env";
import { log } from "@/lib/runtime/log";
import { type BackupFile, backupFileOf, listBackups } from "./backup-files";

const execute = promisify(execFile);

/** What `npm run backup` runs. A process of its own, as copying a large file would hold up mail. */
const program = "scripts/backup.mjs";

const hourMs = 3_600_000;

/** The age at which the last good backup is worth a warning: with one a day, at least one has failed. */
const oldAfterHours = 36;

/**
 * When the last good daily backup was made, for metrics; null without BACKUP_DIR or a backup. It is read from the
 * folder, so every thread and process may ask.
 * @throws if the folder cannot be read
 */
export async function lastBackupAt({ backupDir }: Pick<Settings, "backupDir"> = settings()) {
  const [newest] = backupDir ? await listBackups(backupDir) : [];
  return newest?.madeAt ?? null;
}

/**
 * Makes the backup of the day (UTC) in BACKUP_DIR unless there is one, and then removes the oldest beyond BACKUP_KEEP.
 * A failure is logged, for another try later. The answer is that of a job: there is nothing more to do now.
 */
export async function makeDailyBackup(
  { backupDir, backupKeep }: Pick<Settings, "backupDir" | "backupKeep">,
  now: Date,
  stopping: AbortSignal,
): Promise<false> {
  if (!backupDir) return false;
  const file = backupFileOf(backupDir, now);
  let newest: BackupFile | undefined;
  try {
    const before = await listBackups(backupDir);
    if (before.some((backup) => backup.file === file)) return false;
    newest = before[0];
    warnOfAge(newest, now);
    const from = performance.now();
    await execute(process.execPath, [program, file], { signal: stopping });
    log.info({ file, ms: Math.round(performance.now() - from) }, "a backup was made and checked");
    for (const { file: old } of (await listBackups(backupDir)).slice(backupKeep)) {
      await rm(old);
      log.info({ file: old }, "an old backup was removed");
    }
  } catch (err) {
    if (!stopping.aborted) log.warn({ ...ageOf(newest, now), reason: reasonOf(err) }, "a backup failed");
  }
  return false;
}

function ageOf(newest: BackupFile | undefined, now: Date) {
  return { hours: newest && Math.round((now.getTime() - newest.madeAt.getTime()) / hourMs) };
}

function warnOfAge(newest: BackupFile | undefined, now: Date) {
  if (newest && now.getTime() - newest.madeAt.getTime() > oldAfterHours * hourMs)
    log.warn(ageOf(newest, now), `the last good backup is older than ${oldAfterHours} hours`);
}

/** The sentence of the program, or what kept it from running. */
const reasonOf = (error: unknown): string =>
  (error as { stderr?: string }).stderr?.trim() || (error as Error).message;
