// The program of the thread that looks for damage in a SQLite file, which reads all of it.
import { parentPort, workerData } from "node:worker_threads";
import Database from "better-sqlite3";

/** What is wrong with the file, in SQLite's words; empty for a whole one. */
function findDamage(file: string): string[] {
  const connection = new Database(file, { readonly: true, fileMustExist: true });
  try {
    const found = connection.pragma("quick_check(10)") as { quick_check: string }[];
    return found.map((row) => row.quick_check).filter((line) => line !== "ok");
  } catch (error) {
    if (!String((error as { code?: string }).code).startsWith("SQLITE_CORRUPT")) throw error;
    return [(error as Error).message];
  } finally {
    connection.close();
  }
}

parentPort?.postMessage(findDamage(String(workerData)));
