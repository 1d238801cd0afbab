import { and, gt, isNull, lte } from "drizzle-orm";
import type { passwordResets, registrations } from "@/db/schema";
import { latestPast } from "@/lib/time/from-the-future";

export type LinkTable = typeof registrations | typeof passwordResets;

/** A condition for links that were neither used nor replaced; they may have expired. */
export const isUnused = (table: LinkTable) => and(isNull(table.usedAt), isNull(table.replacedAt));

/** A condition for links that can be used now: see `linkState`. */
export const isOpen = (table: LinkTable, now: Date) =>
  and(isUnused(table), gt(table.expiresAt, now), lte(table.createdAt, latestPast(now)));
