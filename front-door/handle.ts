import { randomBytes } from "node:crypto";
import type { IncomingMessage, RequestListener, Server, ServerResponse } from "node:http";
import { wallClock } from "@/lib/clock";
import type { Settings } from "@/lib/env";
import { newId } from "@/lib/ids";
import { log } from "@/lib/log";
import { type RequestContext, requestStore } from "@/lib/request";
import { allowedMethods, guardResponse, sendErrorPage, sendOptions } from "./answer";
import { readBody, withBody } from "./body";
import { clientAddress, dropForwarding, isFromThisMachine } from "./client-address";
import type { ErrorStatus } from "./error-page";
import { isOwnOrigin } from "./origin";
import { makePublicPages } from "./public-pages";
import { areRouterHeadersWellFormed, isWellFormedTarget } from "./request-shape";
import { contentSecurityPolicy, securityHeaders } from "./security-headers";

export type NextHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;
type House = { settings: Settings; dev: boolean; server: Server };

/** How much memory kept pages may take. */
const mostPageBytes = 64 * 1024 * 1024;

/**
 * After an action that redirects, Next fetches the target from this server with the headers of the
 * action's request. This header, which no client can guess, ties that fetch to its request: same client
 * address, same moment, and not "from this machine" when the client is not.
 */
const parentHeader = "x-evento-parent";
const parentSecret = randomBytes(16).toString("hex");

/** Makes the listener of the HTTP server: checks what comes in, then lets Next answer. */
export function makeHandler(next: NextHandler, { settings, dev, server }: House): RequestListener {
  const https = settings.appUrl.startsWith("https:");
  const underWay = new Map<string, RequestContext>();
  // Development renders every time, so that a change of the code shows.
  const sendPublicPage = dev ? null : makePublicPages(next, { settings, mostBytes: mostPageBytes });

  function contextOf(request: IncomingMessage): RequestContext {
    const [secret, parentId = ""] = String(request.headers[parentHeader] ?? "").split(".");
    const parent = secret === parentSecret ? underWay.get(parentId) : undefined;
    const peer = request.socket.remoteAddress;
    return {
      id: newId(),
      clientAddress:
        parent?.clientAddress ??
        clientAddress(peer, request.headers["x-forwarded-for"], settings.trustedProxyHops),
      fromThisMachine: parent?.fromThisMachine ?? isFromThisMachine(peer, request.headers),
      now: parent?.now ?? wallClock(),
    };
  }

  const isParented = (request: IncomingMessage) =>
    String(request.headers[parentHeader] ?? "").startsWith(`${parentSecret}.`);

  /** The status of the static page for a request that must not reach Next. */
  function refusalOf(request: IncomingMessage): ErrorStatus | null {
    const method = request.method ?? "";
    if (!isWellFormedTarget(request.url ?? "")) return 400;
    const safe = ["GET", "HEAD", "OPTIONS"].includes(method);
    if (!safe && !isOwnOrigin(request.headers.origin, settings.appUrl)) return 403;
    if (!allowedMethods.split(", ").includes(method)) return 405;
    if (!areRouterHeadersWellFormed(request.headers)) return 400;
    return !server.listening && request.url === "/api/health/ready" ? 503 : null;
  }

  return async (request, response) => {
    const context = contextOf(request);
    const facts = { nonce: randomBytes(16).toString("base64"), https, dev };
    const headers = { ...securityHeaders(facts), "X-Request-Id": context.id };
    writeAccessLog(request, response, context);
    underWay.set(context.id, context);
    response.once("close", () => underWay.delete(context.id));
    if (!server.listening) response.shouldKeepAlive = false;
    try {
      const refusal = refusalOf(request);
      if (refusal) return sendErrorPage(response, refusal, context.id, headers);
      if (request.method === "OPTIONS") return sendOptions(response, headers);
      dropForwarding(request.headers);
      // What Next fetches from itself it unpacks at once, so packing it would only cost time.
      if (isParented(request)) delete request.headers["accept-encoding"];
      if (sendPublicPage && (await sendPublicPage(request, response, context))) return;
      request.headers["content-security-policy"] = contentSecurityPolicy(facts);
      request.headers[parentHeader] = `${parentSecret}.${context.id}`;
      let whole = request;
      if (request.method === "POST") {
        const body = await readBody(request);
        if (!body) return sendErrorPage(response, 413, context.id, headers);
        // Next compares the two once more; behind a proxy, Host may be a name from inside.
        request.headers.host = new URL(request.headers.origin ?? settings.appUrl).host;
        whole = withBody(request, body);
      }
      guardResponse(response, context, headers);
      await requestStore.run(context, () => next(whole, response));
    } catch (err) {
      if (request.destroyed && !request.complete) return;
      log.error({ id: context.id, err }, "the front door failed");
      if (!response.headersSent) sendErrorPage(response, 500, context.id, headers);
    }
  };
}

/** One line for each request; the path without its query, because one-time tokens live there. */
function writeAccessLog(request: IncomingMessage, response: ServerResponse, { id }: RequestContext) {
  const started = performance.now();
  const { method } = request;
  const path = request.url?.split("?", 1)[0];
  response.once("close", () => {
    const ms = Math.round((performance.now() - started) * 10) / 10;
    const aborted = !response.writableFinished;
    log.info({ id, method, path, status: response.statusCode, ms, ...(aborted && { aborted }) }, "request");
  });
}
