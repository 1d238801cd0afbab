import type { Db } from "@/db/client";
import { recordAudit } from "@/lib/audit/audit-log";
import { done, refuse } from "@/lib/outcome/outcome";
import { consume } from "@/lib/rate-limits/rate-limit";

/**
 * Records that somebody downloads what is stored about them. Refuses `limited` with the `seconds` to wait: making the
 * file reads much.
 */
export async function recordDownload(tx: Db, { actor, at }: { actor: { id: string }; at: Date }) {
  const seconds = await consume(tx, "data-download", actor.id, at);
  if (seconds > 0) return refuse("limited", { seconds });
  await recordAudit(tx, { actorId: actor.id, action: "account.download-data", subject: actor.id, at });
  return done(undefined);
}
