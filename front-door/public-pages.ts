import type { IncomingMessage, ServerResponse } from "node:http";
import { wallClock } from "@/lib/clock";
import type { Settings } from "@/lib/env";
import { newId } from "@/lib/ids";
import { log } from "@/lib/log";
import { onPublicChange, readPublicVersion } from "@/lib/public-pages";
import type { RequestContext } from "@/lib/request";
import { sendErrorPage } from "./answer";
import type { NextHandler } from "./handle";
import { chooseEncoding, type KeptPage, makeKeptPage, matchesTag } from "./kept-page";
import { PageCache } from "./page-cache";
import { publicAddress } from "./public-address";
import { RenderFailed, renderPage } from "./render-page";
import { securityHeaders } from "./security-headers";

/** How often, in milliseconds, this process looks whether another one changed what the public sees. */
const lookEvery = 500;

/** A shared cache may keep a page for a second, a browser asks every time and mostly hears 304. */
const cacheControl = "public, max-age=0, s-maxage=1, must-revalidate";

/**
 * Answers requests for pages that look the same for everyone from memory. The function returned resolves
 * with whether it answered; everything else is left to Next.
 */
export function makePublicPages(
  next: NextHandler,
  { settings, mostBytes }: { settings: Settings; mostBytes: number },
) {
  const host = new URL(settings.appUrl).host;
  const render = async (address: string) => {
    const context: RequestContext = {
      id: newId(),
      clientAddress: "",
      fromThisMachine: false,
      now: wallClock(),
    };
    return makeKeptPage(await renderPage(next, address, host, context));
  };
  const pages = new PageCache(render, { mostBytes });
  forgetWhenChanged(pages);
  const https = settings.appUrl.startsWith("https:");
  const { "Content-Security-Policy": _, ...always } = securityHeaders({ nonce: "", https, dev: false });

  return async (
    request: IncomingMessage,
    response: ServerResponse,
    context: RequestContext,
  ): Promise<boolean> => {
    if (!asksForPage(request)) return false;
    const address = publicAddress(request.url ?? "");
    if (address === null) return false;
    try {
      const page = pages.get(address, context.now) ?? (await pages.render(address));
      send(page, request, response, { ...always, "X-Request-Id": context.id });
    } catch (error) {
      if (!(error instanceof RenderFailed)) throw error;
      const headers = { ...always, "X-Request-Id": error.reference };
      sendErrorPage(response, error.fault === "busy" ? 503 : 500, error.reference, headers);
    }
    return true;
  };
}

/** Documents only: what the router's own requests get depends on headers that the address does not tell. */
function asksForPage({ method, headers }: IncomingMessage): boolean {
  if (method !== "GET" && method !== "HEAD") return false;
  return !("rsc" in headers) && !Object.keys(headers).some((name) => name.startsWith("next-"));
}

function send(
  page: KeptPage,
  request: IncomingMessage,
  response: ServerResponse,
  always: Record<string, string>,
): void {
  const encoding = chooseEncoding(request.headers["accept-encoding"] as string | undefined);
  const { body, etag } = page.bodies[encoding];
  const headers = {
    ...always,
    ...page.headers,
    ...(page.keepUntil ? { "Cache-Control": cacheControl, ETag: etag } : {}),
  };
  if (page.keepUntil && matchesTag(request.headers["if-none-match"], etag)) {
    response.writeHead(304, headers).end();
    return;
  }
  response.writeHead(page.status, {
    ...headers,
    ...(encoding !== "identity" && { "Content-Encoding": encoding }),
    "Content-Length": body.length,
  });
  response.end(request.method === "HEAD" ? undefined : body);
}

/** Forgets at once what this process changes, and soon what another one does. */
function forgetWhenChanged(pages: PageCache): void {
  let seen = -1;
  onPublicChange((version) => {
    seen = Math.max(seen, version);
    pages.forget();
  });
  const look = async () => {
    try {
      const version = await readPublicVersion();
      if (version > seen) pages.forget();
      seen = Math.max(seen, version);
    } catch (err) {
      // Nobody can change anything while the database is away; what is kept stays true.
      log.debug({ err }, "could not look for changed pages");
    }
  };
  setInterval(look, lookEvery).unref();
}
