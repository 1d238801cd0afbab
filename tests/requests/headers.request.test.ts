import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { askRoute, openEveryRoute } from "@/tests/harness/every-route";
import { type Answer, openVisitor } from "@/tests/harness/http-client";
import { readRoutes } from "@/tests/harness/routes";
import { startSmtp } from "@/tests/harness/smtp";
import { startWorld, type World } from "@/tests/harness/world";

let world: World;
let addresses: Awaited<ReturnType<typeof openEveryRoute>>;

beforeAll(async () => {
  world = await startWorld();
  addresses = await openEveryRoute(world);
});
afterAll(() => world?.stop());

/** What every answer has, whatever it is about. */
function expectSafe({ headers, url, text }: Answer, { https = false } = {}) {
  const of = (name: string) => headers.get(name) ?? "";
  expect(of("x-content-type-options"), url).toBe("nosniff");
  expect(of("referrer-policy"), url).toBe("same-origin");
  expect(of("x-frame-options"), url).toMatch(/^(DENY|SAMEORIGIN)$/);
  expect(of("cross-origin-opener-policy"), url).toBe("same-origin");
  expect(of("cross-origin-resource-policy"), url).toMatch(/^(same-origin|cross-origin)$/);
  expect(of("permissions-policy"), url).toMatch(/camera=\((self)?\).*geolocation=\(\).*microphone=\(\)/);
  expect(of("strict-transport-security"), url).toBe(https ? "max-age=31536000" : "");
  expect(of("access-control-allow-origin"), url).toBe("");
  for (const name of ["x-powered-by", "server", "sourcemap", "x-sourcemap"])
    expect(headers.get(name), `${url} ${name}`).toBeNull();
  // Next's robots.txt, which is ASCII, has none.
  if (text && !url.endsWith("/robots.txt") && /^(text\/|application\/.*xml)/.test(of("content-type")))
    expect(of("content-type"), url).toMatch(/charset=utf-8/i);
}

/** Addresses whose answers are the same for everybody, and may be stored. */
const isPublic = (route: string) =>
  /^\/(events(\.|\/|$)|pictures\/|$)/.test(route) && !route.endsWith("/map");
const isScanner = (route: string) => /\/door$|^\/door\/\[pass\]$/.test(route);

describe("every route of the file tree", () => {
  it("has an address here", () => {
    const { pages, handlers } = readRoutes();
    expect(Object.keys(addresses).sort()).toEqual([...pages, ...handlers].sort());
  });

  it("answers with every header that keeps browsers careful", async () => {
    for (const [route, opened] of Object.entries(addresses)) {
      const { path, status } = opened;
      const answer = await askRoute(opened);
      expect(answer.status, path).toBe(status);
      expectSafe(answer);
      const camera = isScanner(route) ? "camera=(self)" : "camera=()";
      expect(answer.headers.get("permissions-policy"), path).toContain(camera);
      const caching = String(answer.headers.get("cache-control"));
      if (isPublic(route)) expect(caching, path).toMatch(/^public, max-age/);
      else expect(caching, path).toContain("no-store");
    }
  });

  it("has a policy that lets neither inline scripts, nor eval, nor another site in", async () => {
    for (const [route, opened] of Object.entries(addresses)) {
      const { path } = opened;
      const policy = (await askRoute(opened)).headers.get("content-security-policy") ?? "";
      // The page of a mail has mail's inline styles, and the policy forbids it everything else.
      const own = route.endsWith("/html") ? policy.replace("style-src 'unsafe-inline'", "") : policy;
      expect(own, path).not.toMatch(/unsafe-inline|unsafe-hashes|'unsafe-eval'|https?:|\*/);
      expect(policy.includes("'wasm-unsafe-eval'"), path).toBe(isScanner(route));
      expect(policy, path).toMatch(/frame-ancestors '(none|self)'/);
      if (route.endsWith("/html")) expect(policy, path).toMatch(/default-src 'none'.*sandbox/);
      else expect(policy, path).toMatch(/default-src '(self|none)'.*base-uri 'none'.*form-action/);
    }
  });

  it("tells browsers to stay on https where that is Evento's address", async () => {
    const smtp = await startSmtp();
    const https = await startWorld({ env: { APP_URL: "https://tickets.example.org", SMTP_URL: smtp.url } });
    const guest = openVisitor(`http://127.0.0.1:${https.server.port}`);
    const [script = ""] = (await guest.get("/")).text.match(/\/_next\/static\/[^"]+\.js/) ?? [];
    const others = [script, "/icon.svg", "/robots.txt", "/%E0%A4%A", "/door-worker.js"];
    for (const path of [...Object.values(addresses).map(({ path }) => path), ...others])
      expectSafe(await guest.get(path), { https: true });
    expectSafe(await guest.send("/", { method: "PUT" }), { https: true });
    expectSafe(await guest.send("/", { method: "POST", headers: { Origin: "https://evil.example" } }), {
      https: true,
    });
    await https.stop();
    await smtp.stop();
  });
});
