import { createHmac, timingSafeEqual } from "node:crypto";
import { settings } from "@/lib/runtime/env";

export type LinkPurpose = "confirm-email" | "reset-password";

const signature = (purpose: LinkPurpose, id: string) =>
  createHmac("sha256", settings().authSecret).update(`${purpose}\n${id}`).digest("base64url");

/** The token of a mailed link: `<row id>.<HMAC>`. The mail worker can compute it, so it is not stored. */
export const linkToken = (purpose: LinkPurpose, id: string) => `${id}.${signature(purpose, id)}`;

/** The row id in a valid token, or null. */
export function readLinkToken(purpose: LinkPurpose, token: string): string | null {
  const [id, given, ...rest] = token.split(".");
  if (!id || !given || rest.length > 0) return null;
  const expected = Buffer.from(signature(purpose, id));
  const actual = Buffer.from(given);
  return expected.length === actual.length && timingSafeEqual(expected, actual) ? id : null;
}
