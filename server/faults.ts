import type { Instrumentation } from "next";
import { isUnavailable } from "@/db/client";
import { log } from "@/lib/runtime/log";
import { currentRequest } from "@/lib/runtime/request-context";

/** Logs a fault of a page, handler or action, and notes which error page takes the response's place. */
export const recordFault: Instrumentation.onRequestError = (err, _request, { routePath, routeType }) => {
  const request = currentRequest();
  const fault = isUnavailable(err) ? "unavailable" : isMalformed(err) ? "malformed" : "fault";
  log[fault === "malformed" ? "warn" : "error"]({ id: request?.id, routePath, routeType, err }, fault);
  if (request) request.fault ??= fault;
};

/** Whether Next could not decode what a client sent; our own actions catch what they throw. */
const isMalformed = (err: unknown) =>
  err instanceof Error &&
  (err.name === "SyntaxError" ||
    /^(Failed to parse body as FormData|Connection closed|The router state header was sent)/.test(
      err.message,
    ));
