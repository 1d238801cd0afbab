import { createHmac, timingSafeEqual } from "node:crypto";
import { settings } from "@/lib/runtime/env";

const signature = (purpose: string, id: string) =>
  createHmac("sha256", settings().authSecret).update(`${purpose}\n${id}`).digest("base64url");

/** `<id>.<HMAC>`, made with AUTH_SECRET; the id contains no dot. */
export const signId = (purpose: string, id: string) => `${id}.${signature(purpose, id)}`;

/** The id in a text that `signId` made for the same purpose, or null. */
export function readSignedId(purpose: string, text: string): string | null {
  const [id, given, ...rest] = text.split(".");
  if (!id || !given || rest.length > 0) return null;
  const expected = Buffer.from(signature(purpose, id));
  const actual = Buffer.from(given);
  return expected.length === actual.length && timingSafeEqual(expected, actual) ? id : null;
}
