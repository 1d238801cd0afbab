import type { Instrumentation } from "next";
import { isUnavailable } from "@/db/client";
import { log } from "@/lib/runtime/log";
import { currentRequest } from "@/lib/runtime/request-context";

/** Writes a fault of a page, handler or action to the log, and notes which static page answers it. */
export const recordFault: Instrumentation.onRequestError = (err, { method }, { routePath, routeType }) => {
  const current = currentRequest();
  // In production Next has printed it already, see console.ts.
  if (!current?.fault) log.error({ id: current?.id, routePath, routeType, err }, "fault");
  if (current) current.fault = isUnavailable(err) ? "busy" : isMalformed(err, method) ? "malformed" : "fault";
};

/** Whether Next could not decode a posted form; our own actions catch what they throw. */
const isMalformed = (err: unknown, method: string) =>
  method === "POST" &&
  err instanceof Error &&
  (["Failed to parse body as FormData.", "Connection closed."].includes(err.message) ||
    err.name === "SyntaxError");
