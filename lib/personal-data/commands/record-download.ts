import type { Db } from "@/db/client";
import { recordAudit } from "@/lib/audit/audit-log";

/** Records that somebody downloaded what is stored about them. */
export const recordDownload = (tx: Db, { actor, at }: { actor: { id: string }; at: Date }): Promise<void> =>
  recordAudit(tx, { actorId: actor.id, action: "account.download-data", subject: actor.id, at });
