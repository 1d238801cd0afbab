import { statSync } from "node:fs";
import { connect } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type RunningServer, startServer } from "@/tests/harness/server";
import { openStuckClients, sendAlone } from "@/tests/harness/stopping-server";

let server: RunningServer;
let stopped: Promise<Awaited<ReturnType<typeof stopAmongStuckClients>>>;
beforeAll(async () => {
  server = await startServer();
  // The stuck clients are cut off after 25 s, and the tests below go on meanwhile.
  stopped = stopAmongStuckClients();
  // The test that awaits it reports what fails.
  stopped.catch(() => {});
}, 30_000);
afterAll(() => server?.stop());

/** Stops a server that has stuck clients and requests in progress, and returns what became of these and of it. */
async function stopAmongStuckClients() {
  const own = await startServer();
  const close = await openStuckClients(own.port, 3);
  const asked = Array.from({ length: 40 }, (_, n) =>
    sendAlone(new URL(n % 2 ? "/sign-in" : "/", own.url), { method: "GET", headers: {} }),
  );
  const exited = own.stop("SIGTERM");
  const outcomes = await Promise.all(asked);
  // Only the stuck clients are left.
  const stillRuns = isRunning(own.pid);
  const exitCode = await exited;
  close();
  return { outcomes, stillRuns, exitCode };
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const get = (path: string, init: RequestInit = {}) =>
  fetch(server.url + path, { redirect: "manual", ...init });

/** Sends raw bytes and returns the response when the server ends the connection. */
async function sendRaw(bytes: string) {
  const socket = connect(server.port, "127.0.0.1");
  socket.write(bytes);
  return String(Buffer.concat(await socket.toArray()));
}

it("reports that it is live and ready, and nothing more", async () => {
  for (const path of ["/api/health/live", "/api/health/ready"]) {
    const response = await get(path);
    expect([response.status, await response.text()]).toEqual([200, '{"status":"ok"}']);
    expect(response.headers.get("cache-control")).toBe("no-store");
  }
});

it("puts one nonce on every script of a page and another one on the next response", async () => {
  const [first, second] = [await get("/sign-in"), await get("/sign-in")];
  const nonceOf = (response: Response) =>
    /'nonce-([^']+)'/.exec(response.headers.get("content-security-policy") ?? "")?.[1];
  const scripts = (await first.text()).match(/<script[^>]*>/g) ?? [];
  expect(scripts.length).toBeGreaterThan(0);
  for (const script of scripts) expect(script).toContain(`nonce="${nonceOf(first)}"`);
  expect(nonceOf(second)).not.toBe(nonceOf(first));
});

it.each(["/sign-in", "/no-such-page", "/%E0%A4%A", "/_next/static/no-such-file.js"])(
  "sends the security headers with %s",
  async (path) => {
    const { headers } = await get(path);
    expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("same-origin");
    expect(headers.get("x-frame-options")).toBe("DENY");
    expect(headers.get("cross-origin-opener-policy")).toBe("same-origin");
    expect(headers.get("x-request-id")).toMatch(/^[0-9a-z]{20}$/);
    expect(headers.get("cache-control")).toContain("no-store");
    expect(headers.get("x-powered-by")).toBeNull();
  },
);

it("lets browsers cache the files of the build for ever", async () => {
  const [file = ""] = (await (await get("/")).text()).match(/\/_next\/static\/[^"]+\.js/) ?? [];
  const response = await get(file);
  expect([response.status, response.headers.get("cache-control")]).toEqual([
    200,
    "public, max-age=31536000, immutable",
  ]);
});

it("responds to HEAD like to GET without a body, and compresses pages", async () => {
  const head = await get("/", { method: "HEAD" });
  expect([head.status, await head.text()]).toEqual([200, ""]);
  expect((await get("/")).headers.get("content-encoding")).toBe("gzip");
});

it("shows the mailbox to this machine, and not through a proxy", async () => {
  expect((await get("/dev/mailbox")).status).toBe(200);
  for (const name of ["Via", "X-Forwarded-For", "X-Real-IP", "CF-Connecting-IP", "X-Original-Host"])
    expect((await get("/dev/mailbox", { headers: { [name]: "127.0.0.1" } })).status, name).toBe(404);
  const asNginx = await sendRaw(`GET /dev/mailbox HTTP/1.0\r\nHost: 127.0.0.1:${server.port}\r\n\r\n`);
  expect(asNginx).toMatch(/^HTTP\/1.1 404 /);
});

const post = (headers: Record<string, string>, body: BodyInit = "a=b") =>
  get("/", { method: "POST", headers, body });

it("refuses a POST without its own Origin", async () => {
  expect((await post({})).status).toBe(403);
  expect((await post({ Origin: "https://evil.example", "X-Forwarded-Host": "evil.example" })).status).toBe(
    403,
  );
  expect((await post({ Origin: `http://127.0.0.1:${server.port}` })).status).not.toBe(403);
});

it("responds with 413 to a body over 64 kB, announced or not", async () => {
  const Origin = server.url;
  const long = new Blob(["x".repeat(65 * 1024)]);
  expect((await post({ Origin }, await long.text())).status).toBe(413);
  const streamed: object = { method: "POST", headers: { Origin }, body: long.stream(), duplex: "half" };
  expect((await get("/", streamed)).status).toBe(413);
});

it("responds with 400 to a router state that is none, and logs no error", async () => {
  const headers = { RSC: "1", "Next-Router-State-Tree": "%%%" };
  // Next first redirects its router's requests to a URL with their cache key.
  const first = await get("/sign-in", { headers });
  const response = await get(String(first.headers.get("location")), { headers });
  expect([first.status, response.status]).toEqual([307, 400]);
  const id = response.headers.get("x-request-id");
  await expect.poll(server.log).toContain(`"id":"${id}","method":"GET"`);
  expect(server.log()).not.toMatch(new RegExp(`"level":50[^\n]*"id":"${id}"`));
});

it.each([
  ...[
    "/_global-error",
    "/_not-found",
    "/_error",
    "/_app",
    "/_document",
    "/404",
    "/500",
    "/_next/data/x.json",
  ],
  ...["/_global-error?_rsc=1", "/_global-error.segments/_tree.segment.rsc", "/_next/image?url=%2Ficon.svg"],
  ...["/api/auth", "/api/auth/csrf?callbackUrl=%00", "/api/auth/signin", "/api/auth/callback/credentials"],
])("has no page of Next or next-auth at %s", async (path) => {
  const response = await get(path);
  const page = await response.text();
  expect([response.status, page.match(/<h1[^>]*>([^<]+)/)?.[1]]).toEqual([404, "Page not found"]);
  expect(page).not.toContain("style=");
});

it.each(["/%E0%A4%A", "/a%00b", "//evil.example", "/%2Fevil.example", "http://evil.example/", "*"])(
  "responds with 400 to the address %s",
  async (target) => {
    const answer = await sendRaw(`GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1.1 400 /);
    expect(answer).toContain("This request could not be understood");
  },
);

it("responds with 400 to bytes other than HTTP, and with 431 to too long headers", async () => {
  expect(await sendRaw("nonsense\r\n\r\n")).toMatch(/^HTTP\/1.1 400 /);
  expect(await sendRaw(`GET / HTTP/1.1\r\nHost: x\r\nX: ${"a".repeat(20_000)}\r\n\r\n`)).toMatch(
    /^HTTP\/1.1 431 /,
  );
});

it.each([
  ["two lengths", "Content-Length: 3\r\nContent-Length: 40"],
  ["a length and chunks", "Content-Length: 40\r\nTransfer-Encoding: chunked"],
  ["chunks and a length", "Transfer-Encoding: chunked\r\nContent-Length: 40"],
  ["chunks that are not the last encoding", "Transfer-Encoding: chunked, identity"],
])("responds with 400 to a request with %s, and not to what it may hide", async (_, lengths) => {
  const start = `POST / HTTP/1.1\r\nHost: localhost\r\nOrigin: ${server.url}\r\n`;
  const hidden = "GET /sign-in HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
  const answer = await sendRaw(`${start}${lengths}\r\n\r\n0\r\n\r\n${hidden}`);
  expect(answer.match(/^HTTP\/1\.1 .*/gm)).toEqual([expect.stringMatching(/^HTTP\/1\.1 400 /)]);
});

it("logs one line for a request, with its id and without the query", async () => {
  const response = await get("/verify-email?token=a-secret-token", {
    headers: { Cookie: "a=a-secret-cookie" },
  });
  const id = String(response.headers.get("x-request-id"));
  await expect.poll(server.log).toContain(`"id":"${id}","method":"GET","path":"/verify-email"`);
  expect(server.log()).not.toContain("a-secret-");
});

it("finishes requests in progress at a stop, and accepts no new ones", async () => {
  const own = await startServer();
  const body = "a=b";
  const socket = connect(own.port, "127.0.0.1");
  const request = `POST / HTTP/1.1\r\nHost: x\r\nOrigin: ${own.url}\r\nContent-Length: ${body.length}\r\n`;
  const type = "Content-Type: application/x-www-form-urlencoded\r\nExpect: 100-continue\r\n\r\n";
  socket.write(request + type);
  const answer = socket.toArray();
  // "100 Continue" shows that the request is in progress.
  await new Promise((resolve) => socket.once("readable", resolve));
  const stopped = own.stop("SIGTERM");
  await expect.poll(async () => (await fetch(`${own.url}/api/health/ready`)).status).toBe(503);
  await expect.poll(() => fetch(own.url).catch(() => "refused")).toBe("refused");
  socket.write(body);
  // A form without an action, but answered.
  expect(String(Buffer.concat(await answer))).toMatch(/HTTP\/1.1 400 .*<\/html>/s);
  expect(await stopped).toBe(0);
}, 30_000);

it("listens on this machine only without a mail server, and with one where LISTEN_HOST says", async () => {
  // All of 127.0.0.0/8 is this machine, so another of its addresses shows whether Evento listens on all.
  const answersAt = (address: string, port: number) =>
    new Promise<boolean>((resolve) => {
      const socket = connect(port, address, () => resolve(true));
      socket.once("error", () => resolve(false));
      socket.once("connect", () => socket.destroy());
    });
  expect(await answersAt("127.0.0.2", server.port)).toBe(false);
  for (const [env, expected] of [
    [{}, [true, true]],
    [{ LISTEN_HOST: "127.0.0.1" }, [true, false]],
  ] as const) {
    const own = await startServer({ env: { SMTP_URL: "smtp://127.0.0.1:9", ...env } });
    const answers = [await answersAt("127.0.0.1", own.port), await answersAt("127.0.0.2", own.port)];
    await own.stop();
    expect(answers).toEqual(expected);
  }
  await expect(
    startServer({ env: { LISTEN_HOST: "192.0.2.1", SMTP_URL: "smtp://127.0.0.1" } }),
  ).rejects.toThrow(/LISTEN_HOST is not an address of this machine/);
}, 60_000);

it("resets no connection whose request has arrived at a stop", async () => {
  const own = await startServer();
  await (await fetch(own.url)).text();
  // As nginx makes them: a connection for each request, most of them not even accepted when the signal comes.
  const asked = Array.from({ length: 520 }, (_, i) => {
    const socket = connect(own.port, "127.0.0.1");
    socket.write(`GET ${i % 100 === 0 ? "/sign-in" : "/"} HTTP/1.0\r\nHost: localhost\r\n\r\n`);
    return socket.toArray().then((chunks) => String(Buffer.concat(chunks)), String);
  });
  const stopped = own.stop("SIGTERM");
  const answers = await Promise.all(asked);
  expect(answers.filter((answer) => !/^HTTP\/1.1 200 .*<\/html>/s.test(answer))).toEqual([]);
  expect(await stopped).toBe(0);
}, 60_000);

it("answers what it has accepted and ends, even with stuck clients", async () => {
  const { outcomes, stillRuns, exitCode } = await stopped;
  expect(outcomes.filter(({ answer, status }) => answer !== "whole" || status !== 200)).toEqual([]);
  expect({ stillRuns, exitCode }).toEqual({ stillRuns: true, exitCode: 0 });
}, 60_000);

it("keeps the build, with its keys, from the machine's other accounts", () => {
  for (const folder of [".next", "build"]) expect(statSync(folder).mode & 0o077, folder).toBe(0);
});

it("reports an invalid setting, or a port in use, in one sentence", async () => {
  await expect(startServer({ env: { EVENT_TIME_ZONE: "Mars" } })).rejects.toThrow(
    /ready:\nEVENT_TIME_ZONE must be an IANA time zone such as Europe\/London\.\n$/,
  );
  const taken = { PORT: String(server.port), APP_URL: server.url };
  await expect(startServer({ env: taken })).rejects.toThrow(
    /Port \d+ is already in use: [^\n]+ PORT to another\.\n/,
  );
}, 30_000);
