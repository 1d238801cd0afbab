import type { IncomingMessage } from "node:http";
import { watchPublicVersion } from "@/lib/public-pages/public-version";
import type { Settings } from "@/lib/runtime/env";
import { contentSecurityPolicy, securityHeaders } from "../security-headers";
import { type CachedRoute, canonicalAddress } from "./cached-route";
import { type EncodedResponse, encodeResponse, sha256 } from "./encoded-response";
import { PageCache, type Rendered } from "./page-cache";
import { type NextHandler, renderForEveryone } from "./render";

const maxBytes = 32 * 1024 * 1024;

/** Files of the build, whose names change with their content; in one spelling, so that each is cached once. */
const assetPath = /^\/_next\/static(\/[\w~-][\w.~-]*)+$/;

/** Shared caches may store a public page for a second; browsers revalidate each time, mostly with a 304. */
const pageCacheControl = "public, max-age=0, s-maxage=1, must-revalidate";

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

  async function render(address: string, kind: "page" | "asset"): Promise<Rendered> {
    const { status, headers, body, context } = await renderForEveryone(next, address, host);
    const cacheUntil = kind === "asset" ? Number.POSITIVE_INFINITY : (context.cacheUntil?.getTime() ?? 0);
    const maxAge = status === 200 ? Math.max(0, cacheUntil - context.now.getTime()) : 0;
    const inlineScripts = kind === "page" ? inlineScriptHashes(body.toString()) : [];
    const ownHeaders = {
      ...securityHeaders({ https }),
      "Content-Security-Policy": contentSecurityPolicy(inlineScripts, { dev: false }),
      "content-type": headers["content-type"],
      ...(maxAge > 0 && { "Cache-Control": kind === "asset" ? headers["cache-control"] : pageCacheControl }),
    };
    const options = { quality: quality[kind], etag: maxAge > 0 };
    return { response: await encodeResponse({ status, headers: ownHeaders, body }, options), maxAge };
  }

  const pages = new PageCache((address) => render(address, "page"), { maxBytes });
  const assets = new PageCache((address) => render(address, "asset"), { maxBytes });
  watchPublicVersion(() => pages.invalidate());

  return ({ method, url = "", headers }: IncomingMessage): Promise<EncodedResponse> | null => {
    if (method !== "GET" && method !== "HEAD") return null;
    if (assetPath.test(url)) return assets.get(url);
    // What Next's router asks for depends on headers that the address does not name.
    for (const name in headers) if (name === "rsc" || name.startsWith("next-")) return null;
    const address = canonicalAddress(routes, url);
    return address === null ? null : pages.get(address);
  };
}

/** The sources of a page's inline scripts for its Content-Security-Policy. */
function inlineScriptHashes(html: string): string[] {
  const scripts = html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g);
  return [...new Set([...scripts].map(([, code]) => `'sha256-${sha256(code ?? "")}'`))];
}
