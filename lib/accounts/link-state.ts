export type LinkState = "open" | "used" | "replaced" | "expired" | "unknown";

/** What became of a mailed link; `undefined` is a link that names no row. */
export function linkState(
  token: { usedAt: Date | null; replacedAt: Date | null; expiresAt: Date } | undefined,
  now: Date,
): LinkState {
  if (!token) return "unknown";
  if (token.usedAt) return "used";
  if (token.replacedAt) return "replaced";
  return token.expiresAt > now ? "open" : "expired";
}
