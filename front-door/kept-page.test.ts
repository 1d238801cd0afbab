import { createHash } from "node:crypto";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { chooseEncoding, inlineScriptHashes, makeKeptPage, matchesTag } from "./kept-page";

describe("chooseEncoding", () => {
  it.each([
    [undefined, "identity"],
    ["", "identity"],
    ["gzip, deflate, br, zstd", "br"],
    ["gzip", "gzip"],
    ["GZIP", "gzip"],
    ["br;q=0, gzip", "gzip"],
    ["br;q=0.1, gzip;q=0.9", "gzip"],
    ["br;q=0, gzip;q=0", "identity"],
    ["*", "br"],
    ["*;q=0", "identity"],
    ["identity", "identity"],
    ["br;q=nonsense", "identity"],
    [";;,,=", "identity"],
  ] as const)("answers %j with %s", (accept, encoding) => {
    expect(chooseEncoding(accept)).toBe(encoding);
  });
});

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

  it("makes each encoding once, each with a tag of its own", async () => {
    const { bodies, headers, bytes } = await makeKeptPage(page);
    expect(brotliDecompressSync(bodies.br.body)).toEqual(page.html);
    expect(gunzipSync(bodies.gzip.body)).toEqual(page.html);
    expect(bodies.identity.body).toEqual(page.html);
    expect(new Set([bodies.br.etag, bodies.gzip.etag, bodies.identity.etag]).size).toBe(3);
    expect(bytes).toBe(bodies.br.body.length + bodies.gzip.body.length + page.html.length);
    expect(headers.vary).toBe("accept-encoding, rsc");
  });

  it("gives another page another tag", async () => {
    const other = await makeKeptPage({ ...page, html: Buffer.from("other") });
    expect(other.bodies.br.etag).not.toBe((await makeKeptPage(page)).bodies.br.etag);
  });
});

describe("matchesTag", () => {
  it.each([
    ['"a"', true],
    ['W/"a"', true],
    ['"b", "a"', true],
    ["*", true],
    ['"b"', false],
    ["a", false],
    [undefined, false],
  ])("compares %j", (header, matches) => {
    expect(matchesTag(header, '"a"')).toBe(matches);
  });
});
