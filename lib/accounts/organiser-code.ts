import { createHash, timingSafeEqual } from "node:crypto";

const digest = (text: string) => createHash("sha256").update(text).digest();

/** Compares in constant time. */
export const isOrganiserCode = (given: string, code: string): boolean =>
  timingSafeEqual(digest(given), digest(code));
