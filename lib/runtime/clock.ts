import { settings } from "./env";
import { currentRequest } from "./request-context";

/**
 * The current time; within a request, the time of its arrival, so that all its rules agree. TEST_CLOCK, if set,
 * replaces it.
 */
export function now(): Date {
  return currentRequest()?.now ?? wallClock();
}

/** The current time even within a request, for server/ and the worker. */
export function wallClock(): Date {
  return settings().testClock ?? new Date();
}
