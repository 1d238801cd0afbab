export type LinkState = "open" | "used" | "replaced" | "expired" | "unknown";

/** The state of a mailed link; `undefined` stands for a link without a row. */
export function linkState(
  token: { usedAt: Date | null; replacedAt: Date | null; expiresAt: Date } | undefined,
  now: Date,
): LinkState {
  if (!token) return "unknown";
  if (token.usedAt) return "used";
  if (token.replacedAt) return "replaced";
  return token.expiresAt > now ? "open" : "expired";
}
