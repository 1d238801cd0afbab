import type { IncomingMessage, OutgoingHttpHeaders } from "node:http";
import { LRUCache } from "lru-cache";
import PQueue from "p-queue";
import { watchPublicVersion } from "@/lib/public-pages/public-version";
import { createMemoryLimit } from "@/lib/rate-limits/in-memory";
import { Busy } from "@/lib/runtime/busy";
import type { Settings } from "@/lib/runtime/env";
import { randomBase32 } from "@/lib/runtime/ids";
import { contentSecurityPolicy, noncePolicy, securityHeaders } from "../security-headers";
import { type CachedRoute, canonicalAddress, findRoute, withoutEmptyParts } from "./cached-route";
import { type EncodedResponse, encodeResponse, sha256 } from "./encoded-response";
import { PageCache, type Rendered } from "./page-cache";
import { type NextHandler, renderForEveryone } from "./render";

const mebibyte = 1024 * 1024;

/** Searches and pictures have room of their own, so that they push no event out of memory. */
const maxBytes = { pages: 32 * mebibyte, searches: 16 * mebibyte, pictures: 32 * mebibyte };

/**
 * How many pages that nobody has asked for lately a client may have rendered in a minute: one takes some 30 ms,
 * so a client that asks for them all keeps a sixth of the event loop busy. Pages from memory do not count, nor do
 * further requests of Next's router for an address, so a campus behind one address would have to search for 300
 * different things.
 */
const maxRenders = { most: 300, within: 60_000 };

/**
 * How many pages are rendered at once, and how many new ones may wait: in a rush there are few, as all who ask for one
 * share it.
 */
const rendersAtOnce = 4;
const maxWaiting = 500;

/** Files of the build, whose names change with their content; in one spelling, so that each is cached once. */
const assetPath = /^\/_next\/static(\/[\w~-][\w.~-]*)+$/;

/** Shared caches may store a public page for a second; browsers revalidate each time, mostly with a 304. */
const pageCacheControl = "public, max-age=0, s-maxage=1, must-revalidate";

/** Brotli at 5 takes a third of the time of 11 for a few per cent more bytes. Assets are compressed once. */
const quality = { page: 5, asset: 11 };

type Options = { settings: Settings; routes: CachedRoute[] };

/** The address of a request, null if no cache can hold it, and its cache, null if Next has to answer each time. */
type Place = { cache: PageCache | null; address: string | null };

/** A response, or in how many seconds the client may ask for a new page again, or a shorter address of the page. */
type Found = Promise<EncodedResponse> | { retryAfter: number } | { redirectTo: string };

/**
 * Responses that are the same for everyone, from memory: the pages of `routes`, until what they show
 * changes, and what never changes.
 * @returns a function that finds the response to a request, or answers null when Next has to
 */
export function createCachedResponses(next: NextHandler, { settings, routes }: Options) {
  const host = new URL(settings.appUrl).host;
  const https = settings.appUrl.startsWith("https:");

  /** An asset never changes: a file of the build, or what a route says is immutable. */
  async function render(address: string, kind: "page" | "asset"): Promise<Rendered> {
    const nonce = randomBase32(26);
    const rendered = await renderForEveryone(next, address, {
      host,
      policy: noncePolicy(nonce, { dev: false }),
    });
    const { status, headers, context } = rendered;
    const isHtml = String(headers["content-type"]).startsWith("text/html");
    const { body, scripts } = isHtml ? trustScripts(rendered.body, nonce) : { ...rendered, scripts: [] };
    const cacheUntil = kind === "asset" ? Number.POSITIVE_INFINITY : (context.cacheUntil?.getTime() ?? 0);
    const maxAge = status === 200 ? Math.max(0, cacheUntil - context.now.getTime()) : 0;
    if (maxAge > 0 && !isSearch(address)) existing.set(address, true);
    const ownHeaders = {
      ...securityHeaders({ https }),
      "Content-Security-Policy": contentSecurityPolicy(scripts, { dev: false }),
      ...pick(headers, ["content-type", "content-disposition", "Cross-Origin-Resource-Policy"]),
      ...(maxAge > 0 && { "Cache-Control": kind === "asset" ? headers["cache-control"] : pageCacheControl }),
    };
    const options = { quality: quality[kind], etag: maxAge > 0 };
    return { response: await encodeResponse({ status, headers: ownHeaders, body }, options), maxAge };
  }

  const renders = new PQueue({ concurrency: rendersAtOnce });

  /** Renders a page in its turn; first those that a change dropped, whatever others search for. @throws Busy */
  async function renderPage(address: string): Promise<Rendered> {
    const wasThere = existing.has(address);
    if (!wasThere && renders.size >= maxWaiting) throw new Busy("too many pages wait to be rendered");
    return renders.add(() => render(address, "page"), { priority: wasThere ? 1 : 0 });
  }

  const pages = new PageCache(renderPage, { name: "pages", maxBytes: maxBytes.pages });
  const searches = new PageCache(renderPage, { name: "searches", maxBytes: maxBytes.searches });
  const renderAsset = (address: string) => render(address, "asset");
  const assets = new PageCache(renderAsset, { name: "assets", maxBytes: maxBytes.pages });
  const pictures = new PageCache(renderAsset, { name: "pictures", maxBytes: maxBytes.pictures });
  watchPublicVersion(() => {
    pages.invalidate();
    searches.invalidate();
  });

  // There are as many as events and files. In a rush each change drops them all, and whoever asks next is not to
  // blame for that.
  const existing = new LRUCache<string, true>({ max: 10_000 });
  const countRender = createMemoryLimit(maxRenders);
  /** What Next's router asked for lately, by client and address: with scripts, it asks whenever somebody stops typing. */
  const routed = new LRUCache<string, true>({ max: 10_000, ttl: maxRenders.within, noUpdateTTL: true });

  function place(url: string, headers: IncomingMessage["headers"]): Place | { redirectTo: string } | null {
    if (assetPath.test(url)) return { cache: assets, address: url };
    const route = findRoute(routes, url);
    if (!route) return null;
    const redirectTo = withoutEmptyParts(route, url);
    if (redirectTo) return { redirectTo };
    const address = canonicalAddress(route, url);
    // What Next's router asks for depends on headers that the address does not name.
    for (const name in headers)
      if (name === "rsc" || name.startsWith("next-")) return { cache: null, address };
    if (route.immutable) return { cache: pictures, address };
    return { cache: address !== null && isSearch(address) ? searches : pages, address };
  }

  /** Counts a request if it has a new page rendered. @returns 0 or the seconds until the client may ask for one */
  function countNew({ cache, address }: Place, client: () => string): number {
    if (address !== null && (existing.has(address) || cache?.has(address))) return 0;
    const routing = cache === null && address !== null ? `${client()} ${address}` : null;
    if (routing && routed.has(routing)) return 0;
    const retryAfter = countRender(client());
    if (routing && retryAfter === 0) routed.set(routing, true);
    return retryAfter;
  }

  return ({ method, url = "", headers }: IncomingMessage, client: () => string): Found | null => {
    if (method !== "GET" && method !== "HEAD") return null;
    const placed = place(url, headers);
    if (!placed || "redirectTo" in placed) return placed;
    const retryAfter = countNew(placed, client);
    if (retryAfter > 0) return { retryAfter };
    const { cache, address } = placed;
    return cache && address !== null ? cache.get(address) : null;
  };
}

/** The headers of these names, as far as there are any. */
function pick(headers: OutgoingHttpHeaders, names: string[]): OutgoingHttpHeaders {
  const found = names.map((name) => [name, headers[name.toLowerCase()]] as const);
  return Object.fromEntries(found.filter(([, value]) => value !== undefined));
}

const isSearch = (address: string) => address.includes("?");

/**
 * The sources of those inline scripts that carry the nonce of their rendering, which only Next can know: a
 * script that came into the page with somebody's text has none, and stays forbidden. The page is returned
 * without the nonce, because it is to be the same each time.
 */
function trustScripts(page: Buffer, nonce: string): { body: Buffer; scripts: string[] } {
  const clean = (text: string) => text.replaceAll(` nonce="${nonce}"`, "").replaceAll(nonce, "");
  const html = page.toString();
  const inline = html.matchAll(/<script(?![^>]*\ssrc=)([^>]*)>([\s\S]*?)<\/script>/g);
  const scripts = [...inline]
    .filter(([, attributes = ""]) => attributes.includes(`nonce="${nonce}"`))
    .map(([, , code = ""]) => `'sha256-${sha256(clean(code))}'`);
  return { body: Buffer.from(clean(html)), scripts: [...new Set(scripts)] };
}
