import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { type EncodedResponse, encodeResponse, sendEncoded } from "./encoded-response";

const body = Buffer.from("<p>é</p>".repeat(500));
const headers = { "content-type": "text/html; charset=utf-8", "x-frame-options": "DENY", link: ["a", "b"] };
const encode = (given = {}, etag = true) =>
  encodeResponse({ status: 200, headers, body, ...given }, { quality: 5, etag });

let server: Server;
afterEach(() => server?.close());

async function serve(encoded: EncodedResponse) {
  server = createServer((request, response) => sendEncoded(encoded, request, response));
  await once(server.listen(0, "127.0.0.1"), "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return (sent: Record<string, string>, method = "GET") => fetch(url, { method, headers: sent });
}

describe("encodeResponse", () => {
  it("compresses once for each encoding and counts the bytes of all", async () => {
    const { bodies, bytes } = await encode();
    expect(brotliDecompressSync(bodies.br)).toEqual(body);
    expect(gunzipSync(bodies.gzip)).toEqual(body);
    expect(bodies.identity).toEqual(body);
    expect(bytes).toBe(bodies.br.length + bodies.gzip.length + body.length);
  });

  it("leaves what is compressed already as it is", async () => {
    const { bodies, bytes } = await encode({ headers: { "content-type": "font/woff2" } });
    expect([bodies.br, bodies.gzip]).toEqual([body, body]);
    expect(bytes).toBe(body.length);
    const send = await serve(await encode({ headers: { "content-type": "font/woff2" } }));
    expect((await send({ "Accept-Encoding": "br" })).headers.get("content-encoding")).toBeNull();
  });

  it("gives another body another tag, and none where no browser may keep it", async () => {
    expect((await encode()).etag).not.toBe((await encode({ body: Buffer.from("other") })).etag);
    expect((await encode({}, false)).etag).toBeNull();
  });
});

describe("sendEncoded", () => {
  it.each([
    ["", null],
    ["gzip, deflate, br, zstd", "br"],
    ["gzip", "gzip"],
    ["GZIP", "gzip"],
    ["br;q=0, gzip", "gzip"],
    ["br;q=0, gzip;q=0", null],
    ["*", "br"],
    ["*;q=0", null],
    ["identity", null],
    [";;,,=", null],
  ])("answers Accept-Encoding: %s with %s", async (accept, encoding) => {
    const response = await (await serve(await encode()))({ "Accept-Encoding": accept });
    expect(response.headers.get("content-encoding")).toBe(encoding);
    expect(response.headers.get("vary")).toBe("accept-encoding");
    expect(response.headers.get("link")).toBe("a, b");
    expect(await response.text()).toBe(body.toString());
  });

  it("answers HEAD like GET without the body", async () => {
    const send = await serve(await encode());
    const [head, get] = [await send({}, "HEAD"), await send({})];
    expect(await head.text()).toBe("");
    for (const name of ["etag", "content-length", "content-encoding"])
      expect(head.headers.get(name)).toBe(get.headers.get(name));
  });

  it("answers 304 to the tag of the same encoding alone, with the headers but those of the body", async () => {
    const send = await serve(await encode());
    const tag = (await send({ "Accept-Encoding": "br" })).headers.get("etag") ?? "";
    const ask = async (accept: string, tags: string) =>
      send({ "Accept-Encoding": accept, "If-None-Match": tags, "Cache-Control": "max-age=0" });
    const unchanged = await ask("br", `"other", W/${tag}`);
    expect([unchanged.status, unchanged.headers.get("etag")]).toEqual([304, tag]);
    expect(unchanged.headers.get("x-frame-options")).toBe("DENY");
    expect(unchanged.headers.get("content-encoding")).toBeNull();
    expect((await ask("gzip", tag)).status).toBe(200);
    expect((await ask("br", '"other"')).status).toBe(200);
  });

  it("answers no tag with 304 where there is none", async () => {
    const send = await serve(await encode({}, false));
    expect((await send({ "If-None-Match": "*" })).status).toBe(200);
  });
});
