import type { IncomingMessage, OutgoingHttpHeaders } from "node:http";
import { onPublicChange, readPublicVersion } from "@/lib/public-pages/public-version";
import type { Settings } from "@/lib/runtime/env";
import { log } from "@/lib/runtime/log";
import { contentSecurityPolicy, securityHeaders } from "../security-headers";
import { type CachedRoute, canonicalAddress } from "./cached-route";
import { type EncodedResponse, encodeResponse, sha256 } from "./encoded-response";
import { PageCache, type Rendered } from "./page-cache";
import { type NextHandler, renderForEveryone } from "./render";

const mebibyte = 1024 * 1024;

/** How often, in ms, this process looks whether another one changed what the public sees. */
const pollEvery = 500;

/** Files of the build, whose names change with their content; in one spelling, so that each is cached once. */
const assetPath = /^\/_next\/static(\/[\w~-][\w.~-]*)+$/;

/** Shared caches may keep a public page for a second; browsers ask each time, and mostly hear 304. */
const publicCacheControl = "public, max-age=0, s-maxage=1, must-revalidate";

/** Brotli at 5 takes a third of the time of 11 for a few per cent more bytes. Assets are compressed once. */
const quality = { page: 5, asset: 11 };

type Options = { settings: Settings; routes: CachedRoute[] };

/**
 * Responses that are the same for everyone, from memory: the pages of `routes`, until what they show
 * changes, and the build's assets.
 * @returns a function that finds the response to a request, or answers null when Next has to
 */
export function createCachedResponses(next: NextHandler, { settings, routes }: Options) {
  const host = new URL(settings.appUrl).host;
  const https = settings.appUrl.startsWith("https:");
  const headers = securityHeaders({ https });

  async function renderPage(address: string): Promise<Rendered> {
    const page = await renderForEveryone(next, address, host);
    const { cacheUntil, now } = page.context;
    const maxAge = page.status === 200 && cacheUntil ? cacheUntil.getTime() - now.getTime() : 0;
    const policy = contentSecurityPolicy(inlineScriptHashes(page.body.toString()), { dev: false });
    const response = {
      ...page,
      headers: {
        ...headers,
        ...pick(page.headers, ["content-type"]),
        "Content-Security-Policy": policy,
        ...(maxAge > 0 && { "Cache-Control": publicCacheControl }),
      },
    };
    return { response: await encodeResponse(response, { quality: quality.page, etag: maxAge > 0 }), maxAge };
  }

  async function renderAsset(address: string): Promise<Rendered> {
    const asset = await renderForEveryone(next, address, host);
    const found = asset.status === 200;
    const response = {
      ...asset,
      headers: {
        ...headers,
        ...pick(asset.headers, ["content-type", "cache-control"]),
        // A policy is for documents: no script or style sheet needs one.
        ...(!found && { "Content-Security-Policy": contentSecurityPolicy([], { dev: false }) }),
      },
    };
    return {
      response: await encodeResponse(response, { quality: quality.asset, etag: found }),
      maxAge: found ? Number.POSITIVE_INFINITY : 0,
    };
  }

  const pages = new PageCache(renderPage, { maxBytes: 32 * mebibyte });
  const assets = new PageCache(renderAsset, { maxBytes: 32 * mebibyte });
  invalidateOnChange(pages);

  return ({ method, url = "", headers }: IncomingMessage): Promise<EncodedResponse> | null => {
    if (method !== "GET" && method !== "HEAD") return null;
    if (assetPath.test(url)) return assets.get(url);
    // What Next's router asks for depends on headers that the address does not name.
    for (const name in headers) if (name === "rsc" || name.startsWith("next-")) return null;
    const address = canonicalAddress(routes, url);
    return address === null ? null : pages.get(address);
  };
}

const pick = (headers: OutgoingHttpHeaders, names: string[]): OutgoingHttpHeaders =>
  Object.fromEntries(names.filter((name) => name in headers).map((name) => [name, headers[name]]));

/** The sources of a page's inline scripts for its Content-Security-Policy. */
export function inlineScriptHashes(html: string): string[] {
  const scripts = html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g);
  return [...new Set([...scripts].map(([, code]) => `'sha256-${sha256(code ?? "")}'`))];
}

/** Invalidates at once what this process changes, and soon what another one does. */
function invalidateOnChange(pages: PageCache): void {
  let seen = -1;
  onPublicChange((version) => {
    seen = Math.max(seen, version);
    pages.invalidate();
  });
  const poll = async () => {
    try {
      const version = await readPublicVersion();
      if (version > seen) pages.invalidate();
      seen = Math.max(seen, version);
    } catch (err) {
      // Nobody can change anything while the database is away, so what is cached stays true.
      log.debug({ err }, "could not look for changed pages");
    }
  };
  // Before the first page is rendered, so that nothing is dropped for what was true before.
  poll();
  setInterval(poll, pollEvery).unref();
}
