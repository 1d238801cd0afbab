import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, IncomingMessage, type Server, type ServerOptions } from "node:http";
import { type AddressInfo, connect, Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { encode } from "next-auth/jwt";
import { afterEach, describe, expect, it, vi } from "vitest";
import { isScan } from "@/app/door-routes";
import { doorPassToken } from "@/lib/check-in/door-pass-token";
import { announcePublicChange } from "@/lib/public-pages/public-version";
import { readSettings } from "@/lib/runtime/env";
import { newId } from "@/lib/runtime/ids";
import {
  addCookies,
  beginAction,
  cacheUntil,
  currentRequest,
  setStatus,
} from "@/lib/runtime/request-context";
import { bodyLimit } from "./body";
import { GuardedResponse } from "./guarded-response";
import { createHandler } from "./handler";
import type { NextHandler } from "./page-cache/render";
import { uploadLimit } from "./uploads";

const appUrl = "https://tickets.example.org";
const settings = readSettings({
  APP_URL: appUrl,
  SMTP_URL: "smtp://127.0.0.1",
  AUTH_SECRET: "only-for-tests-0123456789-0123456789",
});
const post = { method: "POST", headers: { Origin: appUrl } };

const cachedRoutes = [
  { path: /^\/cached$/, query: { q: 3 } },
  { path: /^\/thing\/\d+$/ },
  { path: /^\/picture\/\d+$/, immutable: true },
];
const uploadRoutes = [/^\/upload$/];
const scannerRoutes = [/^\/scanner$/];
const { authSecret: secret } = settings;
const sessionCookie = async () => `evento.session=${await encode({ token: { sessionId: newId() }, secret })}`;
const passkeyRoutes = { get: /^\/sign-in$/, create: /^\/account\/passkey$/ };

let server: Server<typeof IncomingMessage, typeof GuardedResponse>;
let stopping: AbortController;
afterEach(() => server?.close());

/** How the handler of these tests is made. */
const site = {
  ...{ settings, dev: false, stopping: new AbortController().signal },
  ...{ cachedRoutes, uploadRoutes, scannerRoutes, isScan, passkeyRoutes },
};

/** Serves with the given stand-in for Next and returns the address. */
async function serve(next: NextHandler, options: ServerOptions = {}, given: Partial<typeof site> = {}) {
  server = createServer({ ...options, ServerResponse: GuardedResponse });
  stopping = new AbortController();
  server.on("request", createHandler(next, { ...site, stopping: stopping.signal, ...given }));
  await once(server.listen(0, "127.0.0.1"), "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const ok: NextHandler = async (request, response) => {
  const chunks = await request.toArray();
  response.end(`${request.method} ${request.headers.host} ${Buffer.concat(chunks)}`);
};

/** Asks without a connection, so that any number of requests come in the same turn of the event loop. */
function ask(handler: ReturnType<typeof createHandler>, url = "/", client?: string) {
  const socket = Object.defineProperty(new Socket(), "remoteAddress", { value: client });
  const request = Object.assign(new IncomingMessage(socket), { method: "GET", url });
  const response = new GuardedResponse(request);
  return { request, response, ended: handler(request, response) };
}

describe("what a scanner asks for, or whether the server is well", () => {
  /** How many of a hundred requests that came before it begin earlier. */
  async function waitsFor(path: string): Promise<number> {
    const order: string[] = [];
    const next: NextHandler = async ({ url = "" }, response) => {
      order.push(url);
      response.end();
    };
    const handler = createHandler(next, site);
    const others = Array.from({ length: 100 }, (_, n) => ask(handler, `/other?${n}`));
    await Promise.all([...others, ask(handler, path)].map(({ ended }) => ended));
    expect(order).toHaveLength(101);
    return order.indexOf(path);
  }

  const pass = doorPassToken(newId());

  it.each([`/door/${pass}/list`, "/api/health/ready"])(
    "does not wait for all that came before it: %s",
    async (path) => expect(await waitsFor(path)).toBeLessThan(20),
  );

  it.each([`/door/${newId()}.x/list`, `/door/${pass}/other`, "/door/x/y"])(
    "waits with everybody where nobody may scan: %s",
    async (path) => expect(await waitsFor(path)).toBeGreaterThan(80),
  );

  it("is asked for with a session that Evento made", async () => {
    const answers: boolean[] = [];
    const isScanner = async (_: string, hasSession: () => Promise<boolean>) => {
      answers.push(await hasSession());
      return true;
    };
    const url = await serve(ok, {}, { isScan: isScanner });
    for (const Cookie of [await sessionCookie(), "evento.session=x", ""])
      await (await fetch(`${url}/scan`, { headers: { Cookie } })).text();
    expect(answers).toEqual([true, false, false]);
  });
});

describe("a request that waits for its turn", () => {
  it("does not begin when its client has gone", async () => {
    let begun = 0;
    const handler = createHandler(async (_, response) => {
      begun += 1;
      response.end();
    }, site);
    const asked = [ask(handler), ask(handler)];
    asked[0]?.request.destroy();
    await Promise.all(asked.map(({ ended }) => ended));
    expect(begun).toBe(1);
  });

  it("is refused when 4,000 others wait", async () => {
    const handler = createHandler(async (_, response) => void response.end(), site);
    const asked = Array.from({ length: 4_010 }, () => ask(handler));
    await Promise.all(asked.map(({ ended }) => ended));
    // Six had begun.
    expect(asked.filter(({ response }) => response.statusCode === 503)).toHaveLength(4);
  });
});

it("says that it is alive while Next answers nobody", async () => {
  const url = await serve(() => new Promise(() => {}));
  const answers = await Promise.all(
    ["GET", "HEAD"].map((method) => fetch(`${url}/api/health/live`, { method })),
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  expect(await Promise.all(answers.map((answer) => answer.text()))).toEqual(['{"status":"ok"}', ""]);
  expect(answers[0]?.headers.get("cache-control")).toBe("no-store");
});

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

  it("forwards no claim of a client to Next, and tells it the nonce of the response", async () => {
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
});

describe("what goes out", () => {
  it("has the status that the page set and the headers of every response", async () => {
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

  const failWith = (fault: "unavailable" | "malformed"): NextHandler => {
    return async (_, response) => {
      Object.assign(currentRequest() ?? {}, { fault });
      response.writeHead(500).end();
    };
  };

  it("is 503 with Retry-After when the database is busy", async () => {
    const response = await fetch(await serve(failWith("unavailable")));
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "5"]);
    expect(await response.text()).toContain("Evento is busy");
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
      response.setHeader("Content-Type", "text/plain");
      response.statusCode = 404;
      response.end("Server action not found.");
    });
    expect(await (await fetch(url, { ...post, body: "x" })).text()).toContain("This page is out of date");
    const headers = { ...post.headers, "Next-Action": "40".padEnd(42, "a") };
    expect(await (await fetch(url, { ...post, headers, body: "x" })).text()).toBe("Server action not found.");
  });

  it("is 400 for a POST that Next answers with a page, though none of our actions began", async () => {
    const url = await serve(async (request, response) => {
      response.setHeader("Content-Type", request.url === "/api" ? "application/json" : "text/html");
      response.end("{}");
    });
    expect((await fetch(url, { ...post, body: "x" })).status).toBe(400);
    expect((await fetch(`${url}/api`, { ...post, body: "x" })).status).toBe(200);
    const headers = { ...post.headers, "Next-Action": "40".padEnd(42, "a") };
    expect((await fetch(`${url}/api`, { ...post, headers, body: "x" })).status).toBe(409);
  });

  it("has no body for HEAD", async () => {
    const response = await fetch(await serve(() => Promise.reject(new Error("x"))), { method: "HEAD" });
    expect([response.status, await response.text()]).toEqual([500, ""]);
  });

  it("carries the cookies that an action added, beside Next's own", async () => {
    const url = await serve(async (_, response) => {
      addCookies("a=1; Path=/", "b=2; Path=/");
      response.setHeader("Set-Cookie", "c=3");
      response.end();
    });
    const { headers } = await fetch(url, { ...post, body: "x" });
    expect(headers.getSetCookie()).toEqual(["c=3", "a=1; Path=/", "b=2; Path=/"]);
  });

  it("is compressed for pages, but not for the answers of actions", async () => {
    const url = await serve(async (request, response) => {
      beginAction();
      response.setHeader("Content-Type", "next-action" in request.headers ? "text/x-component" : "text/html");
      response.end("words ".repeat(1000));
    });
    const encodingOf = async (more = {}) =>
      (await fetch(url, { ...post, headers: { ...post.headers, ...more } })).headers.get("content-encoding");
    expect(await encodingOf()).toMatch(/^(br|gzip)$/);
    expect(await encodingOf({ "Next-Action": "1".repeat(42) })).toBeNull();
  });

  it("is a static page also where what Next wrote was about to be compressed", async () => {
    const url = await serve(async (_, response) => {
      response.statusCode = 500;
      response.setHeader("Content-Type", "text/html");
      response.write("secret ".repeat(1000));
      response.end("secret");
    });
    const response = await fetch(url);
    expect([response.status, response.headers.get("content-encoding")]).toEqual([500, null]);
    expect(await response.text()).toMatch(/Something went wrong(?!.*secret)/s);
  });
});

describe("a server that is about to stop", () => {
  it("ends connections, is not ready, and answers everything else", async () => {
    const url = await serve(async (_, response) => {
      // While the request is in progress, as by a signal.
      stopping.abort();
      response.setHeader("Content-Type", "text/html");
      response.end("done");
    });
    for (const path of ["/in-progress", "/afterwards", "/cached"]) {
      const response = await fetch(url + path);
      expect([response.status, response.headers.get("connection")], path).toEqual([200, "close"]);
      await response.text();
    }
    const ready = await fetch(`${url}/api/health/ready?x=1`);
    expect([ready.status, ready.headers.get("connection")]).toEqual([503, "close"]);
  });
});

describe("an upload", () => {
  const inParts = { "Content-Type": "multipart/form-data; boundary=x" };
  const withCookie = async (cookie?: string) => ({
    ...inParts,
    Cookie: `a=b; ${cookie ?? (await sessionCookie())}`,
  });
  const send = (url: string, headers: Record<string, string>, length = bodyLimit + 1) =>
    fetch(url, { method: "POST", headers: { Origin: appUrl, ...headers }, body: "x".repeat(length) });

  it("may be larger on its own paths, with a session and in parts, and only so", async () => {
    const url = await serve(ok);
    const signedIn = await withCookie();
    expect((await send(`${url}/upload?x=1`, signedIn)).status).toBe(200);
    expect((await send(`${url}/upload`, signedIn, uploadLimit)).status).toBe(200);
    expect((await send(`${url}/upload`, signedIn, uploadLimit + 1)).status).toBe(413);
    expect((await send(`${url}/elsewhere`, signedIn)).status).toBe(413);
    expect((await send(`${url}/upload`, inParts)).status).toBe(413);
    expect((await send(`${url}/upload`, { ...signedIn, "Content-Type": "text/plain" })).status).toBe(413);
    // Anybody can send a cookie of that name.
    expect((await send(`${url}/upload`, await withCookie("evento.session=x"))).status).toBe(413);
  });

  /** Serves behind a proxy, and answers an upload when it is told to. */
  async function serveSlowly() {
    const open: (() => void)[] = [];
    const slowly: NextHandler = async (request, response) => {
      await request.toArray();
      await new Promise<void>((resolve) => open.push(resolve));
      response.end();
    };
    const url = await serve(slowly, {}, { settings: { ...settings, trustedProxyHops: 1 } });
    let arrived = 0;
    server.on("request", () => {
      arrived += 1;
    });
    const signedIn = await withCookie();
    const sendFrom = (client: string, length?: number) =>
      send(`${url}/upload`, { ...signedIn, "X-Forwarded-For": client }, length);
    /** Waits until so many have arrived, and so many of these are being answered. */
    const see = (counts: [arrived: number, begun: number]) =>
      vi.waitFor(() => expect([arrived, open.length]).toEqual(counts));
    const finish = async (answers: Promise<Response>[]) => {
      const release = setInterval(() => open.splice(0).forEach((end) => void end()), 1);
      const statuses = (await Promise.all(answers)).map(({ status }) => status);
      clearInterval(release);
      return new Set(statuses);
    };
    return { sendFrom, see, finish };
  }

  it("is read with five others at most, waits with twenty, and is refused beyond that", async () => {
    const { sendFrom, see, finish } = await serveSlowly();
    const answers = Array.from({ length: 26 }, (_, n) => sendFrom(`203.0.113.${n}`));
    await see([26, 6]);
    const busy = await sendFrom("203.0.113.99");
    expect([busy.status, busy.headers.get("retry-after"), busy.headers.get("x-frame-options")]).toEqual([
      503,
      "5",
      "DENY",
    ]);
    // What is short goes first.
    const short = sendFrom("203.0.113.99", 10);
    await see([28, 7]);
    expect(await finish([...answers, short])).toEqual(new Set([200]));
  });

  it.each([
    ["address", () => "203.0.113.1"],
    ["IPv6 /48", (n: number) => `2001:db8:1:${n}::1`],
  ])("is read with one other of its %s, so that places are left for others", async (_, from) => {
    const { sendFrom, see, finish } = await serveSlowly();
    const answers = Array.from({ length: 22 }, (_, n) => sendFrom(from(n)));
    await see([22, 2]);
    expect((await sendFrom(from(22))).status).toBe(503);
    const others = [1, 2].map((n) => sendFrom(`198.51.100.${n}`));
    await see([25, 4]);
    expect(await finish([...answers, ...others])).toEqual(new Set([200]));
    // And again, after it had none.
    expect(await finish([sendFrom(from(0))])).toEqual(new Set([200]));
  });
});

describe("an immutable route", () => {
  it("is sent byte by byte as it was made, with its own caching, and survives public changes", async () => {
    let rendered = 0;
    const bytes = Buffer.from(Array.from({ length: 5_000 }, (_, place) => (place * 7) % 256));
    const url = await serve(async (_, response) => {
      rendered += 1;
      response.setHeader("Content-Type", "image/webp");
      response.setHeader("Cache-Control", "public, max-age=31536000, immutable");
      response.end(bytes);
    });
    const ask = () => fetch(`${url}/picture/1`, { headers: { "Accept-Encoding": "br" } });
    const picture = await ask();
    expect(Buffer.from(await picture.arrayBuffer())).toEqual(bytes);
    for (const [name, value] of Object.entries({
      "content-type": "image/webp",
      "content-encoding": null,
      "cache-control": "public, max-age=31536000, immutable",
      "x-content-type-options": "nosniff",
    }))
      expect(picture.headers.get(name), name).toBe(value);
    announcePublicChange(Number.MAX_SAFE_INTEGER);
    await (await ask()).arrayBuffer();
    expect(rendered).toBe(1);
    const again = await fetch(`${url}/picture/1`, {
      headers: { "If-None-Match": String(picture.headers.get("etag")), "Cache-Control": "max-age=0" },
    });
    expect([again.status, await again.text()]).toEqual([304, ""]);
  });

  it("is not cached when it does not exist", async () => {
    let rendered = 0;
    const url = await serve(async (_, response) => {
      rendered += 1;
      response.statusCode = 404;
      response.end("Not found");
    });
    for (let i = 0; i < 2; i += 1) expect((await fetch(`${url}/picture/1`)).status).toBe(404);
    expect(rendered).toBe(2);
  });
});

describe("a cached route", () => {
  const page: NextHandler = async (request, response) => {
    cacheUntil(null);
    response.setHeader("Content-Type", "text/html");
    response.setHeader("Set-Cookie", "next=1");
    // As Next does: the nonce in the policy goes to its own scripts, and into its data.
    const [, nonce] = /'nonce-(\w+)'/.exec(String(request.headers["content-security-policy"])) ?? [];
    const own = `<script nonce="${nonce}" id="x">a("${nonce}")</script>`;
    response.end(
      `${own}<script>evil()</script><script nonce="">evil()</script>${request.url} ${JSON.stringify(request.headers)} ${Math.random()}`,
    );
  };

  it("is rendered once for everyone, with nothing of the client that asked first", async () => {
    const url = await serve(page);
    const headers = { Cookie: "a=secret", "Accept-Language": "fr", "X-Forwarded-Host": "evil.example" };
    const first = await fetch(`${url}/cached?q=abc`, { headers });
    const text = await first.text();
    expect(text).not.toMatch(/secret|fr"|evil.example/);
    expect(await (await fetch(`${url}/cached?q=a%62c`)).text()).toBe(text);
    expect(first.headers.get("set-cookie")).toBeNull();
    expect(first.headers.get("cache-control")).toContain("must-revalidate");
    expect(first.headers.get("x-frame-options")).toBe("DENY");
    const policy = first.headers.get("content-security-policy");
    expect(text).toMatch(/^<script id="x">a\(""\)<\/script>/);
    const hash = createHash("sha256").update('a("")').digest("base64");
    expect(policy).toContain(`script-src 'self' 'sha256-${hash}';`);
    expect(policy).not.toContain("nonce");
  });

  it("is left to Next for its router, parameters that are too long, and other methods", async () => {
    const url = await serve(page);
    const texts = [
      await (await fetch(`${url}/cached`)).text(),
      await (await fetch(`${url}/cached`, { headers: { RSC: "1" } })).text(),
      await (await fetch(`${url}/cached?q=long`)).text(),
      await (await fetch(`${url}/cached`, post)).text(),
    ];
    expect(new Set(texts).size).toBe(4);
  });

  it("is a file under its own name and type too, byte for byte", async () => {
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    const url = await serve(async (_, response) => {
      cacheUntil(null);
      response.setHeader("Content-Type", "image/png");
      response.setHeader("Content-Disposition", 'inline; filename="a.png"');
      response.setHeader("Cross-Origin-Resource-Policy", "cross-origin");
      response.setHeader("X-Next", "1");
      response.end(bytes);
    });
    for (let time = 0; time < 2; time += 1) {
      const response = await fetch(`${url}/thing/1`);
      expect(Buffer.from(await response.arrayBuffer())).toEqual(bytes);
      const { headers } = response;
      expect(headers.get("content-type")).toBe("image/png");
      expect(headers.get("content-disposition")).toBe('inline; filename="a.png"');
      expect(headers.get("cross-origin-resource-policy")).toBe("cross-origin");
      expect([headers.get("x-next"), headers.get("content-encoding")]).toEqual([null, null]);
      expect(headers.get("etag")).toMatch(/^"/);
    }
    expect((await fetch(`${url}/cached`)).headers.get("x-frame-options")).toBe("DENY");
  });

  it("is the same with a parameter that it does not read", async () => {
    const url = await serve(page);
    const text = await (await fetch(`${url}/cached?q=abc`)).text();
    expect(await (await fetch(`${url}/cached?utm_source=mail&q=abc`)).text()).toBe(text);
  });

  it("is rendered 300 times a minute for a client that asks for ever new ones", async () => {
    let rendered = 0;
    const url = await serve(async (request, response) => {
      rendered += 1;
      if (request.url !== "/thing/404") cacheUntil(null);
      response.setHeader("Content-Type", "text/html");
      response.end(request.url);
    });
    const statusOf = async (path: string) => {
      const response = await fetch(url + path);
      await response.text();
      return response.status;
    };
    expect([await statusOf("/cached"), await statusOf("/thing/1")]).toEqual([200, 200]);
    const searches = Array.from({ length: 150 }, (_, index) => `/cached?q=${index}`);
    for (const path of searches) expect(await statusOf(path)).toBe(200);
    // What does not exist, and what no cache can hold, are rendered each time and count each time.
    for (let i = 0; i < 74; i += 1)
      expect([await statusOf("/thing/404"), await statusOf(`/cached?q=long${i}`)]).toEqual([200, 200]);
    expect(rendered).toBe(300);
    for (const path of ["/cached?q=new", "/thing/404", "/thing/2", "/cached?q=long"]) {
      const refused = await fetch(url + path);
      expect(refused.status, path).toBe(429);
      expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
      expect(await refused.text()).toContain(String(refused.headers.get("x-request-id")));
    }
    expect(rendered).toBe(300);
    // What is in memory, or was before a change dropped it, is for everyone.
    announcePublicChange(Number.MAX_SAFE_INTEGER);
    for (const path of ["/cached", "/thing/1"]) expect(await statusOf(path)).toBe(200);
    expect(rendered).toBe(302);
    expect(await statusOf("/elsewhere")).toBe(200);
  });

  it("counts once for a client however often Next's router asks for it", async () => {
    const url = await serve(ok);
    const statusOf = async (q: string | number) => {
      const response = await fetch(`${url}/cached?q=${q}&_rsc=x`, { headers: { RSC: "1" } });
      await response.text();
      return response.status;
    };
    for (let asked = 0; asked < 301; asked += 1) expect(await statusOf("abc")).toBe(200);
    for (let q = 0; q < 299; q += 1) expect(await statusOf(q)).toBe(200);
    for (let asked = 0; asked < 2; asked += 1) expect(await statusOf("new")).toBe(429);
    expect([await statusOf("abc"), await statusOf(7)]).toEqual([200, 200]);
  });

  it("is rendered with three others at most, first if it was there before, and refused if it is new and 500 wait", async () => {
    const begun: string[] = [];
    const ends: (() => void)[] = [];
    const handler = createHandler(async ({ url = "" }, response) => {
      begun.push(url);
      if (url !== "/cached") await new Promise<void>((resolve) => ends.push(resolve));
      cacheUntil(null);
      response.end(url);
    }, site);
    await ask(handler, "/cached").ended;
    announcePublicChange(Number.MAX_SAFE_INTEGER);
    const things = ["198.51.100.1", "198.51.100.2"].flatMap((client, each) =>
      Array.from({ length: 253 }, (_, n) => ask(handler, `/thing/${each}${n}`, client)),
    );
    await vi.waitFor(() => expect(ends.length).toBeGreaterThan(3));
    expect(begun).toHaveLength(5);
    const refused = things.slice(504);
    await Promise.all(refused.map(({ ended }) => ended));
    expect(refused.map(({ response }) => response.statusCode)).toEqual([503, 503]);
    const known = ask(handler, "/cached");
    ends[0]?.();
    await known.ended;
    expect([known.response.statusCode, begun[5]]).toEqual([200, "/cached"]);
  });

  it("stays in memory whatever is searched for", async () => {
    let rendered = 0;
    const url = await serve(async (request, response) => {
      if (request.url === "/cached") rendered += 1;
      cacheUntil(null);
      response.end("x".repeat(400_000));
    });
    for (let i = 0; i < 30; i += 1) await (await fetch(`${url}/cached?q=${i}`)).arrayBuffer();
    await (await fetch(`${url}/cached`)).arrayBuffer();
    for (let i = 30; i < 60; i += 1) await (await fetch(`${url}/cached?q=${i}`)).arrayBuffer();
    await (await fetch(`${url}/cached`)).arrayBuffer();
    expect(rendered).toBe(1);
  });

  it("is a static page when it cannot be rendered, with the reference in the log, and is tried again", async () => {
    let fails = true;
    const url = await serve(async (request, response) => {
      if (fails) Object.assign(currentRequest() ?? {}, { fault: "unavailable" });
      if (fails) response.statusCode = 500;
      await page(request, response);
    });
    const failed = await fetch(`${url}/cached`);
    expect([failed.status, failed.headers.get("retry-after")]).toEqual([503, "5"]);
    expect(await failed.text()).toContain(String(failed.headers.get("x-request-id")));
    fails = false;
    expect((await fetch(`${url}/cached`)).status).toBe(200);
  });

  it("is a static page when Next throws", async () => {
    const url = await serve(() => Promise.reject(new Error("secret")));
    const failed = await fetch(`${url}/cached`);
    expect(failed.status).toBe(500);
    expect(await failed.text()).not.toContain("secret");
  });

  it("is a page even when something writes to the console while it is rendered", async () => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    const url = await serve(async (request, response) => {
      // biome-ignore lint/suspicious/noConsole: as React and packages do
      console.error(new Error("a warning of a package"));
      await page(request, response);
    });
    expect((await fetch(`${url}/cached`)).status).toBe(200);
  });

  it("is not cached when it is not found, or did not say for how long it is true", async () => {
    const url = await serve(async (_, response) => {
      response.setHeader("Content-Type", "text/html");
      response.end(`<p>${Math.random()}</p>`);
    });
    const get = async () => (await fetch(`${url}/cached`)).text();
    const first = await get();
    expect(first).toMatch(/^<p>/);
    expect(await get()).not.toBe(first);
  });
});

describe("an asset of the build", () => {
  it("is compressed and kept, in one spelling", async () => {
    let rendered = 0;
    const url = await serve(async (_, response) => {
      rendered += 1;
      response.setHeader("Content-Type", "application/javascript; charset=UTF-8");
      response.setHeader("Cache-Control", "public, max-age=31536000, immutable");
      response.end("export const a = 1;".repeat(100));
    });
    const asset = `${url}/_next/static/chunks/a-b_c.js`;
    const response = await fetch(asset, { headers: { "Accept-Encoding": "br" } });
    expect(response.headers.get("content-encoding")).toBe("br");
    expect(response.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    await fetch(asset);
    expect(rendered).toBe(1);
    for (const spelling of [`${asset}?a=1`, `${url}/_next/static//chunks/a-b_c.js`]) {
      await fetch(spelling);
      await fetch(spelling);
    }
    expect(rendered).toBe(5);
  });
});
