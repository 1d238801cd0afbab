import { format } from "node:util";
import { log } from "@/lib/runtime/log";
import { currentRequest } from "@/lib/runtime/request-context";

/**
 * Sends what Next and the packages print to the log, so that stdout holds JSON lines and every line says
 * which request it belongs to. Next prints a fault before it reports it to `onRequestError`.
 */
export function logConsole(): void {
  const written = new WeakSet<object>();
  const toLog =
    (level: "info" | "warn" | "error") =>
    (...parts: unknown[]) => {
      const request = currentRequest();
      const err = parts.find((part) => part instanceof Error);
      if (err && written.has(err)) return;
      if (err) written.add(err);
      if (err && request && level === "error") request.fault ??= "fault";
      const words = parts.filter((part) => part !== err);
      log[level]({ id: request?.id, err }, format(...words));
    };
  Object.assign(console, {
    log: toLog("info"),
    info: toLog("info"),
    warn: toLog("warn"),
    error: toLog("error"),
  });
}
