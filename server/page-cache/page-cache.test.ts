import { describe, expect, it, vi } from "vitest";
import type { EncodedResponse } from "./encoded-response";
import { PageCache, type Rendered } from "./page-cache";

function rendered(name: string, { bytes = 100, maxAge = 60_000 } = {}): Rendered {
  const body = Buffer.from(name);
  const bodies = { br: body, gzip: body, identity: body };
  const response: EncodedResponse = { status: 200, headers: {}, bodies, etag: name, bytes };
  return { response, maxAge };
}

/** A cache whose renderings end when the test says so. */
function cacheWithRenderings() {
  const renderings: { end: (made: Rendered) => void; fail: (error: Error) => void }[] = [];
  const render = () => new Promise<Rendered>((end, fail) => renderings.push({ end, fail }));
  return { cache: new PageCache(render, { name: "pages", maxBytes: 1000 }), renderings };
}

/** A cache that renders at once, and the addresses it rendered. */
function cacheOf(make: (address: string) => Rendered) {
  const addresses: string[] = [];
  const render = async (address: string) => {
    addresses.push(address);
    return make(address);
  };
  return { cache: new PageCache(render, { name: "pages", maxBytes: 1000 }), addresses };
}

describe("PageCache", () => {
  it("renders once for everyone who asks meanwhile, and afterwards not again", async () => {
    const { cache, renderings } = cacheWithRenderings();
    const requests = [cache.get("/"), cache.get("/"), cache.get("/")];
    expect(renderings).toHaveLength(1);
    renderings[0]?.end(rendered("list"));
    expect(new Set(await Promise.all(requests)).size).toBe(1);
    expect((await cache.get("/")).etag).toBe("list");
    expect(renderings).toHaveLength(1);
  });

  it("caches no rendering that fails, and tries again", async () => {
    const { cache, renderings } = cacheWithRenderings();
    const first = cache.get("/");
    renderings[0]?.fail(new Error("no"));
    await expect(first).rejects.toThrow("no");
    const second = cache.get("/");
    renderings[1]?.end(rendered("list"));
    expect((await second).etag).toBe("list");
  });

  it("does not cache what may not be cached", async () => {
    const { cache, addresses } = cacheOf(() => rendered("missing", { maxAge: 0 }));
    await cache.get("/");
    await cache.get("/");
    expect(addresses).toEqual(["/", "/"]);
  });

  it("renders again once a response is no longer true", async () => {
    const { cache, addresses } = cacheOf(() => rendered("list", { maxAge: 10 }));
    await cache.get("/");
    await vi.waitFor(async () => {
      await cache.get("/");
      expect(addresses).toHaveLength(2);
    });
  });

  it("does not cache a rendering that began before an invalidation, nor gives it to later requests", async () => {
    const { cache, renderings } = cacheWithRenderings();
    const before = cache.get("/");
    cache.invalidate();
    const after = cache.get("/");
    expect(renderings).toHaveLength(2);
    renderings[1]?.end(rendered("new"));
    await after;
    renderings[0]?.end(rendered("old"));
    expect((await before).etag).toBe("old");
    expect((await cache.get("/")).etag).toBe("new");
    expect(renderings).toHaveLength(2);
  });

  it("makes room by dropping what was used longest ago", async () => {
    const { cache, addresses } = cacheOf((address) => rendered(address, { bytes: 400 }));
    for (const address of ["/a", "/b", "/a", "/c", "/a", "/c"]) await cache.get(address);
    expect(addresses).toEqual(["/a", "/b", "/c"]);
    await cache.get("/b");
    expect(addresses).toEqual(["/a", "/b", "/c", "/b"]);
  });

  it("answers with a response larger than all its room, without caching it or dropping others", async () => {
    const { cache, addresses } = cacheOf((address) =>
      rendered(address, { bytes: address === "/huge" ? 2000 : 400 }),
    );
    for (const address of ["/a", "/huge", "/huge", "/a"]) await cache.get(address);
    expect(addresses).toEqual(["/a", "/huge", "/huge"]);
  });
});
