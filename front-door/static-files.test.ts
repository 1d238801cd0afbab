import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import { makeStaticFiles } from "./static-files";

const code = "export const answer = 42;\n".repeat(100);
const script = "/_next/static/chunks/a-b_c.js";
let folder: string;
let server: Server;
let url: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "evento-static-"));
  mkdirSync(path.join(folder, "static", "chunks"), { recursive: true });
  writePacked("secret.js", "out of reach");
  writePacked("static/chunks/a-b_c.js", code);
  writePacked("static/picture.svg", "<svg/>");
  writeFileSync(path.join(folder, "static/unpacked.js"), "not packed");
  const sendStaticFile = makeStaticFiles({ folder: path.join(folder, "static"), https: true });
  server = createServer((incoming, response) => {
    if (!sendStaticFile(incoming, response, "an id")) response.writeHead(404).end("left to Next");
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

function writePacked(name: string, text: string) {
  writeFileSync(path.join(folder, name), text);
  writeFileSync(path.join(folder, `${name}.br`), brotliCompressSync(text));
  writeFileSync(path.join(folder, `${name}.gz`), gzipSync(text));
}

/** The length on the wire and what is left of an answer once it is unpacked. */
async function ask(accept: string, init: RequestInit = {}) {
  const response = await fetch(`${url}${script}`, { ...init, headers: { "Accept-Encoding": accept } });
  return { response, length: Number(response.headers.get("content-length")), text: await response.text() };
}

it.each([
  ["br, gzip", "br"],
  ["gzip", "gzip"],
  ["identity", null],
])("packs a script for whoever accepts %s", async (accept, encoding) => {
  const { response, length, text } = await ask(accept);
  expect([response.status, text, response.headers.get("content-encoding")]).toEqual([200, code, encoding]);
  expect(length < code.length).toBe(encoding !== null);
  expect(response.headers.get("vary")).toBe("Accept-Encoding");
  expect(response.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  expect(response.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
  expect(response.headers.get("x-content-type-options")).toBe("nosniff");
});

it("answers HEAD like GET without the body, and 304 to the tag of the same encoding alone", async () => {
  const head = await ask("br", { method: "HEAD" });
  expect([head.response.status, head.text, head.length > 0]).toEqual([200, "", true]);
  const tag = head.response.headers.get("etag") ?? "";
  const again = (accept: string) =>
    fetch(`${url}${script}`, { headers: { "Accept-Encoding": accept, "If-None-Match": tag } });
  expect([(await again("br")).status, (await again("gzip")).status]).toEqual([304, 200]);
});

it.each([
  "/_next/static/no-such-file.js",
  "/_next/static/picture.svg",
  "/_next/static/unpacked.js",
  "/_next/static/chunks",
  "/_next/static/../secret.js",
  "/_next/static/%2e%2e/secret.js",
  "/_next/static/chunks/../../../secret.js",
])("leaves %s to Next", async (target) => {
  const sent = request(url, { path: target });
  sent.end();
  const [response] = await once(sent, "response");
  response.resume();
  expect(response.statusCode).toBe(404);
});

it("leaves every method but GET and HEAD to Next", async () => {
  expect((await fetch(`${url}${script}`, { method: "POST" })).status).toBe(404);
});
