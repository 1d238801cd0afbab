import { transaction } from "@/db/client";
import { consume, type LimitName, secondsUntilAllowed } from "@/lib/rate-limits/rate-limit";
import { log } from "@/lib/runtime/log";
import { type AuditEntry, recordAudit } from "./audit-log";

/** Whose refusals are counted together: those of everybody. */
const everybody = "all";

/**
 * Records a refusal in transactions of its own: the first one of its `key` in a quarter of an hour, and at most 500 of
 * everybody in an hour, so that a flood does not fill the log. Never throws: a refusal stays one without its entry.
 */
export async function recordRefusal(entry: AuditEntry, key = entry.subject): Promise<void> {
  try {
    await recordFew(entry, key);
  } catch (err) {
    log.error({ err, action: entry.action }, "a refusal could not be recorded");
  }
}

async function recordFew(entry: AuditEntry, key: string): Promise<void> {
  const { at } = entry;
  const limits: [LimitName, string][] = [
    ["refusal-entry", `${entry.action}:${key}`],
    ["refusal-entries", everybody],
  ];
  // Most of a flood ends here, and writes nothing.
  for (const limit of limits) if ((await secondsUntilAllowed(...limit, at)) > 0) return;
  await transaction(async (tx) => {
    for (const limit of limits) if ((await consume(tx, ...limit, at)) > 0) return;
    await recordAudit(tx, entry);
  });
}
