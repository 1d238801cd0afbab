import { makeScriptsLate } from "./late-scripts";
import { policyWithScripts } from "./security-headers";
import { type Headers, hashOf, makeVersions, pack, type Versions } from "./versions";

/** A page that Next rendered for nobody in particular. */
export type RenderedPage = {
  status: number;
  html: Buffer;
  headers: Headers;
  /** Until when it stays true by the clock alone; null when it must not be kept. */
  keepUntil: Date | null;
};

/** A page ready to be sent. */
export type KeptPage = {
  status: number;
  versions: Versions;
  keepUntil: Date | null;
  bytes: number;
};

/** The hashes of a page's inline scripts, for its Content-Security-Policy. */
export function inlineScriptHashes(html: string): string[] {
  const scripts = html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g);
  return [...new Set([...scripts].map(([, code]) => `'sha256-${hashOf(code ?? "")}'`))];
}

/** A shared cache may keep a page for a second, a browser asks every time and mostly hears 304. */
const forCaches = "public, max-age=0, s-maxage=1, must-revalidate";

/**
 * Lets a page's scripts come late, compresses it, names its versions and pins down the scripts it may run.
 * @param always the headers of every answer
 * @param forOne true when this page answers one person's form, so that no cache outside may keep it
 */
export async function makeKeptPage(
  page: RenderedPage,
  always: Record<string, string> = {},
  forOne = false,
): Promise<KeptPage> {
  const text = makeScriptsLate(page.html.toString());
  const html = Buffer.from(text);
  const [br, gzip] = await Promise.all([pack(html, "br"), pack(html, "gzip")]);
  const headers: Headers = {
    ...always,
    ...page.headers,
    vary: ["accept-encoding", page.headers.vary ?? []].flat().join(", "),
    "Content-Security-Policy": policyWithScripts(inlineScriptHashes(text)),
  };
  if (forOne) headers["Cache-Control"] = "private, no-store";
  else if (page.keepUntil) headers["Cache-Control"] = forCaches;
  const keepable = page.keepUntil !== null && !forOne;
  return {
    status: page.status,
    versions: makeVersions({ br, gzip, identity: html }, headers, { keepable }),
    keepUntil: page.keepUntil,
    bytes: br.length + gzip.length + html.length,
  };
}
