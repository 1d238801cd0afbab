import { randomBytes } from "node:crypto";
import type { IncomingMessage, RequestListener, Server, ServerResponse } from "node:http";
import { isUnavailable } from "@/db/client";
import { wallClock } from "@/lib/runtime/clock";
import type { Settings } from "@/lib/runtime/env";
import { newId, randomBase32 } from "@/lib/runtime/ids";
import { log } from "@/lib/runtime/log";
import { type RequestContext, requestStore } from "@/lib/runtime/request-context";
import { onCountUnderWay } from "@/lib/runtime/under-way";
import { allowedMethods, guardResponse, sendErrorPage, sendOptions } from "./answer";
import { readBody, withBody } from "./body";
import { clientAddress, dropForwarding, isFromThisMachine } from "./client-address";
import type { ErrorStatus } from "./error-page";
import { isOwnOrigin } from "./origin";
import { createPace } from "./pace";
import { finishPersonalPage } from "./personal-page";
import { makePublicPages } from "./public-pages";
import { areRouterHeadersWellFormed, isWellFormedTarget } from "./request-shape";
import { contentSecurityPolicy, securityHeaders } from "./security-headers";
import { makeStaticFiles } from "./static-files";
import { answerTicketRequest, wantedEvent } from "./ticket-desk";
import { answerViewer, asksWhoLooks } from "./viewer";

export type NextHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;
type House = { settings: Settings; dev: boolean; server: Server };

/** How much memory kept pages may take. */
const mostPageBytes = 32 * 1024 * 1024;

/**
 * How many requests that take long begin in one turn of the event loop where nobody reads pages from memory,
 * which without it would wait in a rush for whatever has arrived.
 */
const startedPerTurn = 16;

/**
 * What Next fetches from this server for a request, such as an action that the page it was sent to does
 * not have, it asks for with the headers of that request. This header, which no client can guess, ties that fetch to its request: same client
 * address, same moment, and not "from this machine" when the client is not.
 */
const parentHeader = "x-evento-parent";
const parentSecret = randomBytes(16).toString("hex");

/** Makes the listener of the HTTP server: checks what comes in, then answers it or lets Next do so. */
export function makeHandler(next: NextHandler, { settings, dev, server }: House): RequestListener {
  const https = settings.appUrl.startsWith("https:");
  const underWay = new Map<string, RequestContext>();
  onCountUnderWay(() => underWay.size);
  // Development renders every time, so that a change of the code shows.
  const pages = makePublicPages(next, { settings, mostBytes: dev ? 0 : mostPageBytes });
  const pace = createPace(startedPerTurn, pages.isRendering);
  const sendStaticFile = dev ? () => false : makeStaticFiles({ https });

  function contextOf(request: IncomingMessage, id: string): RequestContext {
    const [secret, parentId = ""] = String(request.headers[parentHeader] ?? "").split(".");
    const parent = secret === parentSecret ? underWay.get(parentId) : undefined;
    const peer = request.socket.remoteAddress;
    return {
      id,
      clientAddress:
        parent?.clientAddress ??
        clientAddress(peer, request.headers["x-forwarded-for"], settings.trustedProxyHops),
      fromThisMachine: parent?.fromThisMachine ?? isFromThisMachine(peer, request.headers),
      now: parent?.now ?? wallClock(),
      scripted: request.headers["next-action"] !== undefined,
    };
  }

  const headersOf = (nonce: string, id: string) => ({
    ...securityHeaders({ nonce, https, dev }),
    "X-Request-Id": id,
  });

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
    const id = newId();
    writeAccessLog(request, response, id);
    if (!server.listening) response.shouldKeepAlive = false;
    try {
      // First and by itself, because of all that is asked in a rush most is this.
      const sendPage = dev ? null : pages.answer(request, { id, now: wallClock() });
      if (typeof sendPage === "function") {
        pace.noteQuickAnswer();
        return sendPage(response);
      }
      if (sendPage) return (await sendPage)(response);
      if (sendStaticFile(request, response, id)) return;
      if (asksWhoLooks(request)) {
        pace.noteQuickAnswer();
        await answerViewer(request, response, { now: wallClock(), headers: headersOf(newNonce(), id) });
      } else await answerInTurn(request, response, contextOf(request, id));
    } catch (err) {
      if (request.destroyed && !request.complete) return;
      const busy = isUnavailable(err);
      log.error({ id, err }, busy ? "the database cannot answer" : "the front door failed");
      if (!response.headersSent) sendErrorPage(response, busy ? 503 : 500, id, headersOf(newNonce(), id));
    }
  };

  async function answerInTurn(request: IncomingMessage, response: ServerResponse, context: RequestContext) {
    const nonce = newNonce();
    const headers = headersOf(nonce, context.id);
    const refusal = refusalOf(request);
    if (refusal) return sendErrorPage(response, refusal, context.id, headers);
    if (request.method === "OPTIONS") return sendOptions(response, headers);
    underWay.set(context.id, context);
    response.once("close", () => underWay.delete(context.id));
    const body = request.method === "POST" ? await readBody(request) : undefined;
    if (body === null) return sendErrorPage(response, 413, context.id, headers);
    await pace.begin();
    const eventId = wantedEvent(request);
    await requestStore.run(context, () =>
      eventId
        ? answerTicketRequest(request, response, { eventId, context, headers, pages })
        : answerByNext(request, response, { context, headers, nonce, body }),
    );
  }

  async function answerByNext(
    request: IncomingMessage,
    response: ServerResponse,
    { context, headers, nonce, body }: ForNext,
  ) {
    dropForwarding(request.headers);
    request.headers["content-security-policy"] = contentSecurityPolicy({ nonce, dev });
    request.headers[parentHeader] = `${parentSecret}.${context.id}`;
    // Next would compress even a hundred bytes, which takes longer than to answer an action.
    if (context.scripted || request.url?.startsWith("/api/")) delete request.headers["accept-encoding"];
    // Next compares the two once more; behind a proxy, Host may be a name from inside.
    if (body) request.headers.host = new URL(request.headers.origin ?? settings.appUrl).host;
    const whole = body ? withBody(request, body) : request;
    guardResponse(response, context, headers);
    // Development's scripts are its own business.
    if (!dev) finishPersonalPage(whole, response, nonce);
    await next(whole, response);
  }
}

type ForNext = { context: RequestContext; headers: Record<string, string>; nonce: string; body?: Buffer };

const newNonce = () => randomBase32(26);

/** One line for each request; the path without its query, because one-time tokens live there. */
function writeAccessLog(request: IncomingMessage, response: ServerResponse, id: string) {
  const started = performance.now();
  const { method } = request;
  const path = request.url?.split("?", 1)[0];
  response.once("close", () => {
    const ms = Math.round((performance.now() - started) * 10) / 10;
    const aborted = !response.writableFinished;
    log.info({ id, method, path, status: response.statusCode, ms, ...(aborted && { aborted }) }, "request");
  });
}
