import { settings } from "./env";
import { currentRequest } from "./request-context";

/**
 * The time now: inside a request always the moment it arrived, so that all its rules agree.
 * Standing still at TEST_CLOCK when a test has set that.
 */
export function now(): Date {
  return currentRequest()?.now ?? wallClock();
}

/** The time now, whatever request is under way; for the front door and the mail worker. */
export function wallClock(): Date {
  return settings().testClock ?? new Date();
}
