import { currentRequest } from "./request-context";

/**
 * Whether an error of Next is about what the client sent. Our actions catch their errors, so a POST that
 * fails before its action begins could not be decoded.
 */
export const isMalformed = (error: unknown): boolean =>
  currentRequest()?.action === "awaited" ||
  (error instanceof Error && error.message.startsWith("The router state header was sent"));
