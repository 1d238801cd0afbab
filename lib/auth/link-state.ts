import { isFromTheFuture } from "@/lib/time/from-the-future";

export type LinkState = "open" | "used" | "replaced" | "expired" | "unknown";

type Link = { usedAt: Date | null; replacedAt: Date | null; createdAt: Date; expiresAt: Date };

/** The state of a mailed link; `undefined` stands for a link without a row. */
export function linkState(link: Link | undefined, now: Date): LinkState {
  if (!link) return "unknown";
  if (link.usedAt) return "used";
  if (link.replacedAt) return "replaced";
  // Of a clock that was set back since.
  if (isFromTheFuture(link.createdAt, now)) return "expired";
  return link.expiresAt > now ? "open" : "expired";
}
