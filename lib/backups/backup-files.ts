import { readdir, stat } from "node:fs/promises";
import path from "node:path";

/** A finished daily backup. */
export type BackupFile = { file: string; madeAt: Date };

const nameOf = (day: string) => `evento-${day}.db`;

/** The file of the daily backup at `now`, by the date in UTC: `evento-2027-03-14.db`. */
export const backupFileOf = (folder: string, now: Date) =>
  path.join(folder, nameOf(now.toISOString().slice(0, 10)));

const dailyName = /^evento-\d{4}-\d{2}-\d{2}\.db$/;

/**
 * The daily backups of a folder, newest first. Other files do not count, nor do those of backups that are not finished.
 * @throws if the folder cannot be read
 */
export async function listBackups(folder: string): Promise<BackupFile[]> {
  const names = (await readdir(folder)).filter((name) => dailyName.test(name));
  const found = await Promise.all(
    names
      .sort()
      .reverse()
      .map(async (name) => {
        const file = path.join(folder, name);
        return { file, stats: await stat(file) };
      }),
  );
  return found
    .filter(({ stats }) => stats.isFile() && stats.size > 0)
    .map(({ file, stats }) => ({ file, madeAt: stats.mtime }));
}
