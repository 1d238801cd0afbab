import { and, isNull } from "drizzle-orm";
import type { passwordResets, registrations } from "@/db/schema";

export type LinkTable = typeof registrations | typeof passwordResets;

/** A condition for links that were neither used nor replaced; they may have expired. */
export const isUnused = (table: LinkTable) => and(isNull(table.usedAt), isNull(table.replacedAt));
