import type { Instrumentation } from "next";
import { isUnavailable } from "@/db/client";
import { log } from "@/lib/runtime/log";
import { isMalformed } from "@/lib/runtime/malformed";
import { currentRequest } from "@/lib/runtime/request-context";

/** Logs a fault of a page, handler or action, and notes which error page takes the response's place. */
export const recordFault: Instrumentation.onRequestError = (err, _request, { routePath, routeType }) => {
  const request = currentRequest();
  const fault = isUnavailable(err)
    ? "unavailable"
    : routeType !== "route" && isMalformed(err)
      ? "malformed"
      : "fault";
  log[fault === "malformed" ? "warn" : "error"]({ id: request?.id, routePath, routeType, err }, fault);
  if (request) request.fault ??= fault;
};
