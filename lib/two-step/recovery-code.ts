import { createHash } from "node:crypto";
import { readCode } from "@/lib/check-in/read-code";
import { groupCode, newTicketCode } from "@/lib/ticket-codes/ticket-code";

/** How many an account gets. */
const count = 10;

/** New recovery codes, for reading: like the codes of tickets, each has 80 random bits. */
export const newRecoveryCodes = (): string[] =>
  Array.from({ length: count }, () => groupCode(newTicketCode()));

/**
 * The hash of a typed recovery code, as the database stores it; null if it cannot be one. A fast hash is enough for
 * 80 random bits, and without AUTH_SECRET the codes outlast a change of it.
 */
export function hashRecoveryCode(userId: string, typed: string): string | null {
  const code = readCode(typed);
  return code && createHash("sha256").update(`recovery-code\n${userId}\n${code}`).digest("base64url");
}
