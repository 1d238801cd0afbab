import { transaction } from "@/db/client";
import { consume } from "@/lib/rate-limits/rate-limit";
import { recordAudit } from "./audit-log";

type Export = {
  actorId: string;
  /** Noun and verb, such as `attendees.export`. */
  action: string;
  subject: string;
  details?: Record<string, string>;
  at: Date;
};

/** Records that somebody takes data away, in a transaction of its own; the same within a minute is one entry. */
export const recordExport = (entry: Export): Promise<void> =>
  transaction(async (tx) => {
    const key = [entry.actorId, entry.action, entry.subject, ...Object.values(entry.details ?? {})].join(":");
    if ((await consume(tx, "export-entry", key, entry.at)) === 0) await recordAudit(tx, entry);
  });
