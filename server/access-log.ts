import type { IncomingMessage, ServerResponse } from "node:http";
import { log } from "@/lib/runtime/log";
import { metrics } from "@/lib/runtime/metrics";
import { pathOf } from "./request-target";

/** What follows the dot of a signed id, as in the address of a private calendar, is a secret. */
const signature = /(?<=[0-9a-z]{20}(?:\.|%2e))[\w-]{20,}/gi;

/**
 * Logs one line for a request once it has ended, and measures it; the path without its query, where one-time tokens
 * are.
 */
export function logAccess({ method, url }: IncomingMessage, response: ServerResponse, id: string): void {
  const started = performance.now();
  const path = pathOf(url).replace(signature, "…");
  const { requests, inFlight } = metrics();
  inFlight.inc();
  response.once("close", () => {
    inFlight.dec();
    const status = `${Math.floor(response.statusCode / 100)}xx`;
    requests.observe({ status }, (performance.now() - started) / 1000);
    const ms = Math.round((performance.now() - started) * 10) / 10;
    const aborted = !response.writableFinished;
    log.info({ id, method, path, status: response.statusCode, ms, ...(aborted && { aborted }) }, "request");
  });
}
