import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addEvent } from "@/tests/harness/accounts";
import { startWorld, type World } from "@/tests/harness/world";

/** The limit for a public page's scripts, in compressed bytes, in a modern browser. */
const maxScriptBytes = 130_000;

let world: World;
let pages: string[];
let cookie: string;
beforeAll(async () => {
  world = await startWorld();
  const { account: organiser } = await world.join({ role: "organiser" });
  const event = await addEvent(world.database, { createdBy: organiser.id });
  pages = ["/", `/events/${event}`];
  cookie = (await world.join()).visitor.cookies();
});
afterAll(() => world?.stop());

/** Sends a browser's request without decoding the response. */
const ask = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${world.server.url}${path}`, { headers: { "Accept-Encoding": "gzip, br", ...headers } });

const namesIn = (text: string, kind: RegExp) => [...new Set(text.match(kind))];

/** Every script of a page, including preloads; without those for browsers without modules. */
const scriptsOf = (html: string) =>
  namesIn(html.replace(/<script[^>]* noModule=[^>]*>/g, ""), /\/_next\/static\/[\w/.~-]+\.js/g);

describe("a public page", () => {
  it("loads at most 130 kB of scripts, all compressed with brotli, for every viewer", async () => {
    for (const path of pages) {
      for (const headers of [undefined, { Cookie: cookie }]) {
        const scripts = scriptsOf(await (await ask(path, headers)).text());
        expect(scripts.length, path).toBeGreaterThan(5);
        let bytes = 0;
        for (const script of scripts) {
          const answer = await ask(script);
          expect([answer.status, answer.headers.get("content-encoding")], script).toEqual([200, "br"]);
          bytes += Number(answer.headers.get("content-length"));
        }
        expect(bytes, path).toBeGreaterThan(50_000);
        expect(bytes, path).toBeLessThanOrEqual(maxScriptBytes);
      }
    }
  });

  it("preloads its two fonts, at most 60 kB, and shows text before they are loaded", async () => {
    for (const path of pages) {
      const page = await ask(path);
      const html = await page.text();
      const [style = ""] = namesIn(html, /\/_next\/static\/[\w/.~-]+\.css/g);
      const css = await (await ask(style)).text();
      // The other two are for names beyond Latin, and fetched by pages that have one.
      expect(namesIn(css, /[\w.~-]+\.woff2/g)).toHaveLength(4);
      const fonts = namesIn(html, /<link rel="preload" href="[^"]+" as="font"[^>]*>/g);
      expect(fonts).toHaveLength(2);
      expect(css).not.toMatch(/@font-face\{[^}]*font-display:(?!swap)/);
      let bytes = 0;
      for (const font of fonts) {
        const sent = await ask(/href="([^"]+)"/.exec(font)?.[1] ?? "");
        expect(sent.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
        bytes += Number(sent.headers.get("content-length"));
      }
      expect(bytes).toBeGreaterThan(10_000);
      expect(bytes).toBeLessThanOrEqual(60_000);
    }
  });

  it("reserves the space of its images", async () => {
    for (const path of pages) {
      const images = (await (await ask(path)).text()).match(/<(img|svg)\b[^>]*>/g) ?? [];
      expect(images.length).toBeGreaterThan(0);
      // A poster fills a box of a fixed size.
      for (const image of images) expect(image).toMatch(/ width="\d+" height="\d+"| class="poster /);
    }
  });
});
