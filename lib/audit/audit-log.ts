import type { Db } from "@/db/client";
import { auditLog } from "@/db/schema";
import { newId } from "@/lib/runtime/ids";

export type AuditEntry = {
  /** Null when nobody was signed in, or the server did it. */
  actorId: string | null;
  /** Noun and verb, such as `account.register`. */
  action: string;
  /** An id, or an address when there is no account. */
  subject: string;
  /** Never a password, a token or a ticket's code. */
  details?: Record<string, string | number | boolean | null>;
  at: Date;
};

/** Records an action, in its own transaction. */
export const recordAudit = (tx: Db, entry: AuditEntry): Promise<void> => recordAudits(tx, [entry]);

/** Records some hundreds of actions at most, in their own transaction. */
export async function recordAudits(tx: Db, entries: AuditEntry[]): Promise<void> {
  await tx.insert(auditLog).values(
    entries.map((entry) => ({
      id: newId(),
      at: entry.at,
      actorId: entry.actorId,
      action: entry.action,
      subject: entry.subject,
      details: JSON.stringify(entry.details ?? {}),
    })),
  );
}
