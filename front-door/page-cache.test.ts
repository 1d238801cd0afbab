import { describe, expect, it } from "vitest";
import type { KeptPage } from "./kept-page";
import { PageCache } from "./page-cache";

const now = new Date("2030-01-01T12:00:00Z");
const later = new Date("2030-01-01T13:00:00Z");

function page(name: string, { bytes = 100, keepUntil = later as Date | null } = {}): KeptPage {
  const version = { body: Buffer.from(name), etag: `"${name}"`, headers: [], unchanged: [] };
  return { status: 200, versions: { br: version, gzip: version, identity: version }, keepUntil, bytes };
}

/** A cache whose renderings end when the test says so. */
function cacheWithRenders({ mostBytes = 1000 } = {}) {
  const renders: { address: string; end: (made: KeptPage) => void; fail: (error: Error) => void }[] = [];
  const render = (address: string) =>
    new Promise<KeptPage>((end, fail) => {
      renders.push({ address, end, fail });
    });
  return { cache: new PageCache(render, { mostBytes }), renders };
}

/** A cache that renders at once. */
const cacheOf = (made: (address: string) => KeptPage, mostBytes = 1000) =>
  new PageCache(async (address) => made(address), { mostBytes });

describe("PageCache", () => {
  it("renders once for everyone who asks meanwhile, and keeps the page", async () => {
    const { cache, renders } = cacheWithRenders();
    const asked = [cache.render("/"), cache.render("/"), cache.render("/")];
    expect(renders).toHaveLength(1);
    expect(cache.isRendering).toBe(true);
    renders[0]?.end(page("list"));
    expect(new Set(await Promise.all(asked)).size).toBe(1);
    expect(cache.isRendering).toBe(false);
    expect(cache.get("/", now)).toEqual(page("list"));
  });

  it("keeps nothing of a rendering that fails, and tries again", async () => {
    const { cache, renders } = cacheWithRenders();
    const asked = cache.render("/");
    renders[0]?.fail(new Error("no"));
    await expect(asked).rejects.toThrow("no");
    expect(cache.isRendering).toBe(false);
    expect(cache.get("/", now)).toBeUndefined();
    const again = cache.render("/");
    renders[1]?.end(page("list"));
    await again;
    expect(cache.get("/", now)).toBeDefined();
  });

  it("does not keep a page that never said how long it is true", async () => {
    const cache = cacheOf(() => page("missing", { keepUntil: null }));
    await cache.render("/");
    expect(cache.get("/", now)).toBeUndefined();
  });

  it("forgets a page at the very moment until which it is true", async () => {
    const cache = cacheOf(() => page("list"));
    await cache.render("/");
    expect(cache.get("/", new Date(later.getTime() - 1))).toBeDefined();
    expect(cache.get("/", later)).toBeUndefined();
  });

  it("does not keep a rendering that began before something was forgotten", async () => {
    const { cache, renders } = cacheWithRenders();
    const before = cache.render("/");
    cache.forget();
    const after = cache.render("/");
    expect(renders).toHaveLength(2);
    renders[0]?.end(page("old"));
    await before;
    expect(cache.get("/", now)).toBeUndefined();
    renders[1]?.end(page("new"));
    await after;
    expect(cache.get("/", now)).toEqual(page("new"));
  });

  it("makes room by forgetting what was asked for longest ago", async () => {
    const cache = cacheOf((address) => page(address, { bytes: 400 }));
    await cache.render("/a");
    await cache.render("/b");
    cache.get("/a", now);
    await cache.render("/c");
    expect(cache.get("/b", now)).toBeUndefined();
    expect(cache.get("/a", now)).toBeDefined();
    expect(cache.get("/c", now)).toBeDefined();
  });

  it("answers with a page larger than all its room without keeping it or forgetting others", async () => {
    const cache = cacheOf((address) => page(address, { bytes: address === "/huge" ? 2000 : 400 }));
    await cache.render("/a");
    expect(await cache.render("/huge")).toBeDefined();
    expect(cache.get("/huge", now)).toBeUndefined();
    expect(cache.get("/a", now)).toBeDefined();
  });
});
