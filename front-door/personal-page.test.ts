import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { guardResponse } from "./answer";
import { finishPersonalPage } from "./personal-page";

let server: Server;
afterEach(() => server.close());

const context = { id: "an-id", clientAddress: "", fromThisMachine: false, now: new Date(0) };

/** Asks a server on which `next` stands in for Next. */
async function ask(next: RequestListener, headers: Record<string, string>) {
  server = createServer((request, response) => {
    guardResponse(response, { ...context }, { "X-Of-Every": "answer" });
    finishPersonalPage(request, response, "n");
    next(request, response);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  return fetch(`http://127.0.0.1:${port}`, { headers });
}

const browser = { Accept: "text/html,*/*", "Accept-Encoding": "br" };

/** Writes as Next does: heads first, then the page in pieces. */
const page: RequestListener = (request, response) => {
  response.setHeader("Content-Type", "text/html; charset=utf-8");
  response.flushHeaders();
  response.write(`<html><body>Asked for ${request.headers["accept-encoding"]}. Caf`);
  response.write(Buffer.from("é".repeat(500)).subarray(0, 501));
  response.write(Buffer.from("é".repeat(500)).subarray(501));
  response.end(`<script src="/a.js" async=""></script></body></html>`);
};

it("sends a page whole, packed once, with its scripts late and the headers of every answer", async () => {
  const answer = await ask(page, browser);
  const text = await answer.text();
  expect([answer.status, answer.headers.get("content-encoding")]).toEqual([200, "br"]);
  expect(answer.headers.get("x-of-every")).toBe("answer");
  expect(text).toContain(`Asked for undefined. Caf${"é".repeat(500)}<script nonce="n">`);
  expect(text).toMatch(/\(\["\/a\.js"\]\)<\/script><\/body><\/html>$/);
});

it("leaves a page that failed to be replaced by the static one", async () => {
  const failed: RequestListener = (request, response) => {
    page(request, Object.assign(response, { statusCode: 500 }));
  };
  const answer = await ask(failed, browser);
  expect([answer.status, answer.headers.get("content-encoding")]).toEqual([500, null]);
  expect(await answer.text()).toContain("The fault is on our side");
});

it("lets pass what is no page, as it comes", async () => {
  const answer = await ask((request, response) => {
    response.setHeader("Content-Type", "application/json");
    response.end(JSON.stringify({ encoding: request.headers["accept-encoding"] ?? null }));
  }, browser);
  expect(await answer.json()).toEqual({ encoding: null });
  expect(answer.headers.get("content-encoding")).toBeNull();
});

it.each<Record<string, string>>([{ RSC: "1" }, { "Next-Action": "0".repeat(42) }, { Accept: "*/*" }])(
  "leaves what is asked for with %o to Next, packing included",
  async (headers) => {
    const text = await (await ask(page, { ...browser, ...headers })).text();
    expect(text).toContain("Asked for br.");
    expect(text).toContain('<script src="/a.js" async="">');
  },
);
