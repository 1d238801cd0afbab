import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it, vi } from "vitest";
import { readSettings } from "@/lib/runtime/env";
import { currentRequest, setStatus } from "@/lib/runtime/request-context";
import { bodyLimit } from "./body";
import { sendConnectionError } from "./connection-error";
import { makeHandler, type NextHandler } from "./handle";

const appUrl = "https://tickets.example.org";
const settings = readSettings({
  APP_URL: appUrl,
  SMTP_URL: "smtp://127.0.0.1",
  AUTH_SECRET: "only-for-tests-0123456789-0123456789",
});
const post = { method: "POST", headers: { Origin: appUrl } };

let server: Server;
afterEach(() => server.close());

/** Serves with the given stand-in for Next and returns the address. */
async function serve(next: NextHandler, options = {}) {
  server = createServer(options).on("clientError", sendConnectionError);
  server.on("request", makeHandler(next, { settings, dev: false, server }));
  await once(server.listen(0, "127.0.0.1"), "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const ok: NextHandler = async (request, response) => {
  const chunks = await request.toArray();
  response.end(`${request.method} ${request.headers.host} ${Buffer.concat(chunks)}`);
};

describe("what comes in", () => {
  it("hands a posted body to Next whole, with the Host of the accepted Origin", async () => {
    const url = await serve(ok);
    const response = await fetch(url, { ...post, body: "name=Ann" });
    expect(await response.text()).toBe("POST tickets.example.org name=Ann");
  });

  it("serves the next request of the same connection after a posted one", async () => {
    const url = await serve(ok);
    for (const body of ["first", "", "third"]) {
      expect(await (await fetch(url, { ...post, body })).text()).toContain(`tickets.example.org ${body}`);
    }
  });

  it("lets Next compress pages, but not what takes a few hundred bytes", async () => {
    const url = await serve(async (request, response) => {
      response.end(String(request.headers["accept-encoding"] ?? "as it is"));
    });
    const headers = { ...post.headers, "Accept-Encoding": "br" };
    const asked = async (path: string, more = {}) =>
      await (await fetch(url + path, { ...post, headers: { ...headers, ...more } })).text();
    expect(await asked("/sign-in")).toBe("br");
    expect(await asked("/sign-in", { "Next-Action": "1".repeat(42) })).toBe("as it is");
    expect(await asked("/api/auth/session")).toBe("as it is");
  });

  it("refuses a POST without an Origin, from another, or with a forwarded host that agrees", async () => {
    const url = await serve(ok);
    const evil = { Origin: "https://evil.example", "X-Forwarded-Host": "evil.example" };
    const refused: Record<string, string>[] = [{}, { Origin: "null" }, evil];
    for (const headers of refused) {
      const response = await fetch(url, { method: "POST", headers, body: "a=b" });
      expect(response.status).toBe(403);
      expect(await response.text()).not.toContain("evil");
    }
  });

  it("answers 413 by what the header says and by what arrives, and takes a body just short enough", async () => {
    const url = await serve(ok);
    const long = "x".repeat(bodyLimit + 1);
    const stream = () => new Blob([long]).stream();
    expect((await fetch(url, { ...post, body: long })).status).toBe(413);
    expect((await fetch(url, { ...post, body: stream(), duplex: "half" } as object)).status).toBe(413);
    expect((await fetch(url, { ...post, body: "x".repeat(bodyLimit) })).status).toBe(200);
  });

  it("ends a body that stops arriving", async () => {
    const timeouts = { headersTimeout: 100, requestTimeout: 100, connectionsCheckingInterval: 20 };
    const url = await serve(ok, timeouts);
    const socket = connect(Number(new URL(url).port), "127.0.0.1");
    socket.write(`POST / HTTP/1.1\r\nHost: x\r\nOrigin: ${appUrl}\r\nContent-Length: 10\r\n\r\nhalf`);
    expect(String(Buffer.concat(await socket.toArray()))).toMatch(/^HTTP\/1.1 408 /);
  });

  it("answers other methods with 405 and OPTIONS with what is allowed", async () => {
    const url = await serve(ok);
    expect((await fetch(url, { method: "DELETE" })).status).toBe(403);
    const refused = await fetch(url, { method: "DELETE", headers: { Origin: appUrl } });
    expect([refused.status, refused.headers.get("allow")]).toEqual([405, "GET, HEAD, POST, OPTIONS"]);
    expect((await fetch(url, { method: "OPTIONS" })).status).toBe(204);
  });

  it("takes nothing forwarded to Next and tells it the nonce of the answer", async () => {
    const url = await serve(async (request, response) => {
      response.end(JSON.stringify(request.headers));
    });
    const forwarded = {
      "X-Forwarded-Host": "evil",
      "X-Forwarded-Proto": "http",
      "Content-Security-Policy": "x",
    };
    const response = await fetch(`${url}/tickets`, { headers: forwarded });
    const seen = (await response.json()) as Record<string, string>;
    expect(Object.keys(seen).filter((name) => name.startsWith("x-forwarded-"))).toEqual([]);
    expect(seen["content-security-policy"]).toBe(response.headers.get("content-security-policy"));
  });

  it("lets a fetch that Next makes for a request keep who asked, but believes no client about it", async () => {
    const seen: (boolean | undefined)[] = [];
    const url: string = await serve(async (request, response) => {
      seen.push(currentRequest()?.fromThisMachine);
      if (request.url === "/outer") {
        const { "x-evento-parent": parent } = request.headers;
        await fetch(`${url}/inner`, { headers: { "X-Evento-Parent": String(parent) } });
      }
      response.end();
    });
    await fetch(`${url}/outer`, { headers: { "X-Forwarded-For": "198.51.100.1" } });
    await fetch(`${url}/alone`, { headers: { "X-Evento-Parent": "guess.guess" } });
    expect(seen).toEqual([false, false, true]);
  });
});

describe("when many come at once", () => {
  it("makes a page that anyone may wait for before most of them begin", async () => {
    let turn = 0;
    let begun: number[] = [];
    let showPage: (() => void) | undefined;
    const url = await serve(async (request, response) => {
      if (request.method === "GET") {
        await new Promise<void>((resolve) => {
          showPage = resolve;
        });
      } else {
        // The others arrive meanwhile.
        if (begun.length === 0) for (const until = Date.now() + 50; Date.now() < until; );
        begun.push(turn);
      }
      response.end("words");
    });
    let counting = true;
    const count = () => {
      turn += 1;
      if (counting) setImmediate(count);
    };
    count();
    const mostInOneTurn = async () => {
      begun = [];
      await Promise.all(Array.from({ length: 40 }, async () => (await fetch(url, post)).text()));
      return Math.max(...begun.map((one) => begun.filter((other) => other === one).length));
    };
    // Over connections that are open, as new ones would not arrive all at once.
    await mostInOneTurn();
    expect(await mostInOneTurn()).toBeGreaterThan(4);
    const reader = fetch(url);
    await vi.waitUntil(() => showPage);
    expect(await mostInOneTurn()).toBeLessThanOrEqual(2);
    showPage?.();
    await (await reader).text();
    counting = false;
  });
});

describe("what goes out", () => {
  it("has the status that the page set and the headers of every answer", async () => {
    const url = await serve(async (_, response) => {
      setStatus(404);
      response.setHeader("Content-Security-Policy", "sandbox");
      response.end("not there");
    });
    const response = await fetch(`${url}/tickets`);
    expect(response.status).toBe(404);
    expect(response.headers.get("x-request-id")).toMatch(/^[0-9a-z]{20}$/);
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(response.headers.get("strict-transport-security")).not.toBeNull();
    // A handler's own stricter policy is kept.
    expect(response.headers.get("content-security-policy")).toBe("sandbox");
  });

  const faults: [string, NextHandler][] = [
    ["throws", () => Promise.reject(new Error("secret"))],
    [
      "writes piece by piece",
      async (_, response) => {
        response.statusCode = 500;
        response.setHeader("Content-Encoding", "gzip");
        response.setHeader("Set-Cookie", "a=b");
        response.flushHeaders();
        response.write(gzipSync("secret"));
        response.end();
      },
    ],
    [
      "writes its own headers",
      async (_, response) => {
        response.writeHead(500, { "Content-Type": "text/plain" });
        response.end("secret");
      },
    ],
  ];
  it.each(faults)("is a static page with the reference when Next fails and %s", async (_, next) => {
    const response = await fetch(await serve(next));
    const page = await response.text();
    expect(response.status).toBe(500);
    expect(page).toContain("Something went wrong");
    expect(page).toContain(String(response.headers.get("x-request-id")));
    expect(page).not.toContain("secret");
    expect(response.headers.get("set-cookie")).toBeNull();
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  });

  const failWith = (fault: "busy" | "malformed"): NextHandler => {
    return async (_, response) => {
      Object.assign(currentRequest() ?? {}, { fault });
      response.writeHead(500).end();
    };
  };

  it("is 503 with Retry-After when the database is busy", async () => {
    const response = await fetch(await serve(failWith("busy")));
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "5"]);
    expect(await response.text()).toContain("Evento is busy. Please try again");
  });

  it("is 400 when Next could not decode the form", async () => {
    expect((await fetch(await serve(failWith("malformed")), { ...post, body: "x" })).status).toBe(400);
  });

  it("keeps a page's own 500 or 503", async () => {
    const url = await serve(async (_, response) => {
      setStatus(503);
      response.end("a whole page");
    });
    const response = await fetch(`${url}/tickets`);
    expect([response.status, await response.text()]).toEqual([503, "a whole page"]);
    expect(response.headers.get("retry-after")).toBe("5");
  });

  it("is a page for a form of an older build, unless scripts sent it", async () => {
    const url = await serve(async (_, response) => {
      response.setHeader("x-nextjs-action-not-found", "1");
      response.writeHead(409).end("Server Action unavailable.");
    });
    expect(await (await fetch(url, { ...post, body: "x" })).text()).toContain("This page is out of date");
    const headers = { ...post.headers, "Next-Action": "40".padEnd(42, "a") };
    expect(await (await fetch(url, { ...post, headers, body: "x" })).text()).toBe(
      "Server Action unavailable.",
    );
  });

  it("has no body for HEAD", async () => {
    const response = await fetch(await serve(() => Promise.reject(new Error("x"))), { method: "HEAD" });
    expect([response.status, await response.text()]).toEqual([500, ""]);
  });
});
