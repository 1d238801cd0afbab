import { createHash } from "node:crypto";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { inlineScriptHashes, makeKeptPage } from "./kept-page";

describe("inlineScriptHashes", () => {
  const hash = (code: string) => `'sha256-${createHash("sha256").update(code).digest("base64")}'`;

  it("covers each inline script once, whatever its attributes, and no script with a source", () => {
    const html = `<script>a()</script><script src="/b.js" async=""></script><script id="x">c("é")\n</script><script>a()</script>`;
    expect(inlineScriptHashes(html)).toEqual([hash("a()"), hash('c("é")\n')]);
  });
});

describe("makeKeptPage", () => {
  const page = {
    status: 200,
    headers: { vary: "rsc" },
    keepUntil: new Date(),
    html: Buffer.from("<p>é</p>".repeat(500)),
  };

  /** What is sent under a name, all lines of it. */
  const sent = (headers: string[], name: string) =>
    headers.filter((_, place) => place % 2 === 1 && headers[place - 1]?.toLowerCase() === name);

  it("makes each encoding once, each with a tag of its own", async () => {
    const { versions, bytes } = await makeKeptPage(page);
    const { br, gzip, identity } = versions;
    expect(brotliDecompressSync(br.body)).toEqual(page.html);
    expect(gunzipSync(gzip.body)).toEqual(page.html);
    expect(identity.body).toEqual(page.html);
    expect(new Set([br.etag, gzip.etag, identity.etag]).size).toBe(3);
    expect(bytes).toBe(br.body.length + gzip.body.length + page.html.length);
    expect(Object.values(versions).map(({ headers }) => sent(headers, "content-encoding"))).toEqual([
      ["br"],
      ["gzip"],
      [],
    ]);
  });

  it("has the headers of every answer and of the page, each once, and no body's in a 304", async () => {
    const always = { "Cache-Control": "no-store", "X-Frame-Options": "DENY" };
    const made = await makeKeptPage({ ...page, headers: { vary: "rsc", link: ["a", "b"] } }, always);
    const { headers, unchanged, etag, body } = made.versions.gzip;
    expect(sent(headers, "vary")).toEqual(["accept-encoding, rsc"]);
    expect(sent(headers, "link")).toEqual(["a", "b"]);
    expect(sent(headers, "x-frame-options")).toEqual(["DENY"]);
    expect(sent(headers, "cache-control")).toEqual([expect.stringContaining("s-maxage=1,")]);
    expect(sent(headers, "content-length")).toEqual([String(body.length)]);
    expect([sent(unchanged, "etag"), sent(unchanged, "vary")]).toEqual([[etag], ["accept-encoding, rsc"]]);
    expect(unchanged.join().toLowerCase()).not.toMatch(/content-(length|encoding)/);
  });

  it("lets nobody keep what answers one person, or what may not be kept", async () => {
    const always = { "Cache-Control": "no-store" };
    const answers = [
      await makeKeptPage(page, always, true),
      await makeKeptPage({ ...page, keepUntil: null }, always),
    ];
    for (const { versions } of answers) {
      expect(versions.br.etag).toBeNull();
      expect(sent(versions.br.headers, "etag")).toEqual([]);
      expect(sent(versions.br.headers, "cache-control").join()).toContain("no-store");
    }
  });

  it("gives another page another tag", async () => {
    const other = await makeKeptPage({ ...page, html: Buffer.from("other") });
    expect(other.versions.br.etag).not.toBe((await makeKeptPage(page)).versions.br.etag);
  });
});
