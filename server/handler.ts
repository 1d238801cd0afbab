import type { IncomingMessage } from "node:http";
import { setImmediate as nextTurn } from "node:timers/promises";
import compression from "compression";
import PQueue from "p-queue";
import { isUnavailable } from "@/db/client";
import { Busy } from "@/lib/runtime/busy";
import { wallClock } from "@/lib/runtime/clock";
import type { Settings } from "@/lib/runtime/env";
import { newId, randomBase32 } from "@/lib/runtime/ids";
import { log } from "@/lib/runtime/log";
import { createContext, type RequestContext, requestStore } from "@/lib/runtime/request-context";
import { logAccess } from "./access-log";
import { readBody, withBody } from "./body";
import { clientAddress, isFromThisMachine, removeForwardedHeaders } from "./client-address";
import type { ErrorStatus } from "./error-page";
import { allowedMethods, type GuardedResponse } from "./guarded-response";
import { isOwnOrigin } from "./origin";
import { createCachedResponses } from "./page-cache/cached-responses";
import type { CachedRoute } from "./page-cache/cached-route";
import { sendEncoded } from "./page-cache/encoded-response";
import { type NextHandler, RenderError } from "./page-cache/render";
import { isInternalTarget, isWellFormedTarget, pathOf } from "./request-target";
import { noncePolicy, securityHeaders } from "./security-headers";
import { hasSession } from "./session";
import { createUploads } from "./uploads";

/**
 * How many requests begin in each turn of the event loop. Without a limit all requests of a rush would begin at
 * once, and pages from memory would wait until they are done.
 */
const startsAtOnce = 6;
const starts = new PQueue({ concurrency: startsAtOnce });

/** Likewise for scanners, at whose doors people stand: a lane of their own beside the rush. */
const scannerStarts = new PQueue({ concurrency: 1 });

/** And for those who ask whether the server is ready, which a rush must not keep waiting. */
const healthStarts = new PQueue({ concurrency: 1 });

function laneFor(path: string, isScan: boolean): PQueue {
  if (isScan) return scannerStarts;
  return path.startsWith("/api/health/") ? healthStarts : starts;
}

let scanning = 0;

/** Counts the scans that are being answered; meanwhile fewer others begin, but never none. */
function countScanning(change: 1 | -1): void {
  scanning += change;
  starts.concurrency = scanning > 0 ? 1 : startsAtOnce;
}

/** How many requests may wait to begin; further ones get a 503. */
const maxWaiting = 4_000;

/** Waits until a request of this lane may begin. @throws Busy when too many wait */
async function takeTurn(lane: PQueue): Promise<void> {
  if (lane.size >= maxWaiting) throw new Busy("too many requests wait");
  await lane.add(() => nextTurn());
}

/**
 * Where a server says that it is alive: here and not in Next, so that a rush does not look like a server that hangs.
 */
const livePath = "/api/health/live";
const alive = Buffer.from(JSON.stringify({ status: "ok" }));

/** An address without a page, which the site's 404 page answers. */
const unknownPath = "/not-found";

/** What is known of a request when it arrives. */
type Arrival = Pick<RequestContext, "id" | "now">;

type ServerContext = {
  settings: Settings;
  dev: boolean;
  /** Aborted when the server is about to stop. */
  stopping: AbortSignal;
  cachedRoutes: CachedRoute[];
  /** Paths whose forms have a file. */
  uploadRoutes: RegExp[];
  /** Paths of pages that scan barcodes. */
  scannerRoutes: RegExp[];
  /** Whether a path is what such a page asks for, by somebody who may scan. */
  isScan: (path: string, hasSession: () => Promise<boolean>) => Promise<boolean>;
  /** Paths of the pages that use passkeys, or make one. */
  passkeyRoutes: { get: RegExp; create: RegExp };
};

// The answer of an action is a few hundred bytes: compressing it takes longer than running the action.
const compress = compression({
  filter: (request, response) => !("next-action" in request.headers) && compression.filter(request, response),
});

/** Creates the listener of the HTTP server: it answers from memory, refuses, or lets Next answer. */
export function createHandler(
  next: NextHandler,
  {
    settings,
    dev,
    stopping,
    cachedRoutes,
    uploadRoutes,
    scannerRoutes,
    isScan,
    passkeyRoutes,
  }: ServerContext,
) {
  const https = settings.appUrl.startsWith("https:");
  // Development renders each time, so that a change of the code shows.
  const findCached = dev ? () => null : createCachedResponses(next, { settings, routes: cachedRoutes });

  const admit = createUploads(uploadRoutes);

  const isScanner = (path: string) => scannerRoutes.some((route) => route.test(path));
  const passkeysOn = (path: string) =>
    (["get", "create"] as const).find((use) => passkeyRoutes[use].test(path));

  const contextOf = (request: IncomingMessage, arrival: Arrival): RequestContext => {
    const { headers, method } = request;
    return createContext({
      ...arrival,
      clientAddress: clientAddress(request, settings.trustedProxyHops),
      fromThisMachine: settings.trustedProxyHops === 0 && isFromThisMachine(request),
      isFetchAction: headers["next-action"] !== undefined,
      ...(method === "POST" && { action: "awaited" }),
    });
  };

  /** The status of the error page for a request that must not reach Next. */
  function refusalOf({ method = "", url = "", headers }: IncomingMessage): ErrorStatus | null {
    if (!isWellFormedTarget(url)) return 400;
    const isSafe = ["GET", "HEAD", "OPTIONS"].includes(method);
    if (!isSafe && !isOwnOrigin(headers.origin, settings.appUrl)) return 403;
    if (!allowedMethods.split(", ").includes(method)) return 405;
    return stopping.aborted && pathOf(url) === "/api/health/ready" ? 503 : null;
  }

  /**
   * @param scan whether a scanner asks
   * @param longest the longest body that is read, in bytes
   */
  async function answerWithNext(
    request: IncomingMessage,
    response: GuardedResponse,
    { policy, scan, longest }: { policy: string; scan: boolean; longest: number },
  ) {
    const body = request.method === "POST" ? await readBody(request, longest) : undefined;
    if (body === null) return response.sendErrorPage(413);
    removeForwardedHeaders(request.headers);
    if (!dev && isInternalTarget(request.url ?? "")) request.url = unknownPath;
    request.headers["content-security-policy"] = policy;
    // Next compares the two once more; behind a proxy, Host may be an internal name.
    if (body) request.headers.host = new URL(request.headers.origin ?? settings.appUrl).host;
    if (scan) countScanning(1);
    try {
      await next(body ? withBody(request, body) : request, response);
    } finally {
      if (scan) countScanning(-1);
    }
  }

  return async (request: IncomingMessage, response: GuardedResponse): Promise<void> => {
    const arrival = { id: newId(), now: wallClock() };
    const guardStatic = () => response.guard(createContext(arrival), securityHeaders({ https }));
    logAccess(request, response, arrival.id);
    response.stopping = stopping;
    try {
      const cached = findCached(request, () => clientAddress(request, settings.trustedProxyHops));
      if (cached && "retryAfter" in cached) {
        guardStatic();
        return response.sendErrorPage(429, { retryAfter: cached.retryAfter });
      }
      if (cached && "redirectTo" in cached) {
        guardStatic();
        response.writeHead(308, { Location: cached.redirectTo }).end();
        return;
      }
      if (cached) {
        response.setHeader("X-Request-Id", arrival.id);
        return sendEncoded(await cached, request, response);
      }
      const path = pathOf(request.url);
      const scan = await isScan(path, () => hasSession(request));
      // Nothing before its turn, because all requests of a rush arrive at once.
      if (path !== livePath) await takeTurn(laneFor(path, scan));
      // The client has gone.
      if (request.destroyed) return;
      const context = contextOf(request, arrival);
      const scanner = isScanner(path);
      const passkeys = passkeysOn(path);
      const policy = noncePolicy(randomBase32(26), { dev, scanner });
      const headers = securityHeaders({ https, scanner, passkeys });
      response.guard(context, { ...headers, "Content-Security-Policy": policy });
      const refusal = refusalOf(request);
      if (refusal) return response.sendErrorPage(refusal);
      if (request.method === "OPTIONS") {
        response.writeHead(204, { Allow: allowedMethods }).end();
        return;
      }
      if (path === livePath && request.method !== "POST") {
        const type = { "Content-Type": "application/json", "Cache-Control": "no-store" };
        response.writeHead(200, { ...type, "Content-Length": alive.length }).end(alive);
        return;
      }
      compress(request as never, response as never, () => {});
      const answer = (longest: number) =>
        requestStore.run(context, () => answerWithNext(request, response, { policy, scan, longest }));
      await (request.method === "POST" ? admit(request, context.clientAddress, answer) : answer(0));
    } catch (err) {
      if (request.destroyed && !request.complete) return;
      if (err instanceof Busy) {
        // Read on, or the browser would see a broken connection instead of the answer.
        request.resume();
        guardStatic();
        return response.sendErrorPage(503);
      }
      answerFault(err, response, arrival);
    }
  };

  function answerFault(err: unknown, response: GuardedResponse, arrival: Arrival) {
    const context = err instanceof RenderError ? err.context : createContext(arrival);
    const unavailable = context.fault === "unavailable" || isUnavailable(err);
    log.error({ id: context.id, err }, unavailable ? "the database is not available" : "the request failed");
    if (response.headersSent) return;
    response.guard(context, securityHeaders({ https }));
    response.sendErrorPage(unavailable ? 503 : 500);
  }
}
