import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readDocument } from "@/tests/harness/html-form";
import { startWorld, type World } from "@/tests/harness/world";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.stop());

const get = (path: string) => world.visitor().get(path);

type Manifest = {
  name: string;
  start_url: string;
  icons: { src: string; sizes: string; purpose?: string }[];
};

describe("icons, manifest and robots.txt", () => {
  it.each([
    ["/favicon.ico", "image/x-icon"],
    ["/icon.svg", "image/svg+xml"],
    ["/apple-icon.png", "image/png"],
    ["/opengraph-image.png", "image/png"],
    ["/icons/icon-192.png", "image/png"],
    ["/icons/icon-512.png", "image/png"],
    ["/icons/icon-maskable-512.png", "image/png"],
    ["/manifest.webmanifest", "application/manifest+json"],
    ["/robots.txt", "text/plain"],
  ])("%s is a file of type %s that caches may store", async (path, type) => {
    const { status, headers, text } = await get(path);
    expect([status, headers.get("content-type")]).toEqual([200, type]);
    expect(headers.get("cache-control")).toBe("public, max-age=86400");
    expect(headers.get("set-cookie")).toBeNull();
    expect(text).not.toBe("");
  });

  it("are not confused with addresses that do not exist", async () => {
    for (const path of ["/icons/no-such-icon.png", "/icons", "/robots.txt/x", "/favicon.svg"]) {
      const { status, headers } = await get(path);
      expect([status, headers.get("cache-control")], path).toEqual([404, expect.stringMatching(/no-store/)]);
    }
  });
});

it("names icons in its manifest that exist, one of them maskable", async () => {
  const { name, start_url, icons } = JSON.parse((await get("/manifest.webmanifest")).text) as Manifest;
  expect([name, start_url]).toEqual(["Evento", "/"]);
  expect(icons.map(({ sizes }) => sizes)).toEqual(["192x192", "512x512", "512x512"]);
  expect(icons.filter(({ purpose }) => purpose === "maskable")).toHaveLength(1);
  for (const { src } of icons) expect((await get(src)).status, src).toBe(200);
});

it("links every page to its icons and its manifest", async () => {
  for (const path of ["/", "/sign-in", "/no-such-page"]) {
    const document = readDocument(await get(path));
    for (const rel of ["icon", "apple-touch-icon", "manifest"]) {
      const links = [...document.querySelectorAll(`link[rel="${rel}"]`)];
      expect(links.length, `${path} ${rel}`).toBeGreaterThan(0);
      for (const link of links) expect((await get(link.getAttribute("href") ?? "")).status).toBe(200);
    }
  }
});

it("lets robots read the public pages and nothing of an account, a token or an API", async () => {
  const lines = (await get("/robots.txt")).text.split("\n");
  expect(lines.slice(0, 2)).toEqual(["User-Agent: *", "Allow: /"]);
  const disallowed = lines.flatMap((line) => /^Disallow: (.+)/.exec(line)?.[1] ?? []);
  const mayRead = (path: string) => !disallowed.some((prefix) => path.startsWith(prefix));
  expect(lines).toContain(`Sitemap: http://localhost:${world.server.port}/sitemap.xml`);
  for (const path of ["/", "/?page=2", "/events/0123456789abcdefghjk", "/events.atom", "/sitemap.xml"])
    expect(mayRead(path), path).toBe(true);
  for (const path of [
    "/account",
    "/api/viewer",
    "/dashboard/events/new",
    "/dev/mailbox",
    "/feeds/tickets/x.y.ics",
    "/forgot-password",
    "/register?sent=1",
    "/reset-password?token=x.y",
    "/sign-in?next=%2Ftickets",
    "/tickets/0123456789abcdefghjk",
    "/verify-email?token=x.y",
  ])
    expect(mayRead(path), path).toBe(false);
});
