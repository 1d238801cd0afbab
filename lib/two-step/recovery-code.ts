import { createHash } from "node:crypto";
import { readCode } from "@/lib/check-in/read-code";
import { groupCode, newTicketCode } from "@/lib/ticket-codes/ticket-code";

/** How many an account gets. */
const count = 10;

/** New recovery codes, for reading: like the codes of tickets, each has 80 random bits. */
export const newRecoveryCodes = (): string[] =>
  Array.from({ length: count }, () => groupCode(newTicketCode()));

/**
 * The hash of a recovery code, as the database stores it. A fast hash is enough for 80 random bits, and without
 * AUTH_SECRET the codes outlast a change of it.
 */
export function hashRecoveryCode(userId: string, code: string): string {
  const characters = code.replaceAll(" ", "");
  return createHash("sha256").update(`recovery-code\n${userId}\n${characters}`).digest("base64url");
}

/** The hash of a recovery code that somebody typed; null if it cannot be one. */
export function hashTypedCode(userId: string, typed: string): string | null {
  const code = readCode(typed);
  return code && hashRecoveryCode(userId, code);
}
