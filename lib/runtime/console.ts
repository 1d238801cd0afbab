import { format } from "node:util";
import { log } from "./log";
import { isMalformed } from "./malformed";
import { currentRequest } from "./request-context";

/** Sends what Next and the packages print to the log, whose lines are JSON and hold no values of queries. */
export function logConsole(): void {
  const toLog =
    (level: "info" | "warn" | "error") =>
    (...parts: unknown[]) => {
      const err = parts.find((part) => part instanceof Error);
      const words = parts.filter((part) => part !== err);
      // Next prints what it could not decode as an error of the server.
      log[level === "error" && isMalformed(err) ? "warn" : level](
        { id: currentRequest()?.id, err },
        format(...words),
      );
    };
  Object.assign(console, {
    log: toLog("info"),
    info: toLog("info"),
    warn: toLog("warn"),
    error: toLog("error"),
  });
}
