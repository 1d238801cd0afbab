import { and, inArray, ne } from "drizzle-orm";
import type { Db } from "@/db/client";
import { auditLog, checkIns, tickets } from "@/db/schema";

/** Erases the search text of tickets and the reasons that organisers gave, also in the audit log. */
export async function eraseAttendance(tx: Db, ticketIds: string[]): Promise<void> {
  if (ticketIds.length === 0) return;
  await tx.update(tickets).set({ searchText: "", voidedReason: null }).where(inArray(tickets.id, ticketIds));
  const admitted = await tx
    .update(checkIns)
    .set({ overrideReason: null, undoReason: null })
    .where(inArray(checkIns.ticketId, ticketIds))
    .returning({ id: checkIns.id });
  const checkInIds = admitted.map(({ id }) => id);
  if (checkInIds.length === 0) return;
  await tx
    .update(auditLog)
    .set({ details: "{}" })
    .where(and(inArray(auditLog.subject, checkInIds), ne(auditLog.details, "{}")));
}
