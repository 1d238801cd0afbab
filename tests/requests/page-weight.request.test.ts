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

  it("preloads its one font first, and shows text before it is loaded", async () => {
    for (const path of pages) {
      const page = await ask(path);
      const html = await page.text();
      const [style = ""] = namesIn(html, /\/_next\/static\/[\w/.~-]+\.css/g);
      const css = await (await ask(style)).text();
      const [font, ...others] = namesIn(css, /[\w.~-]+\.woff2/g);
      expect(others).toEqual([]);
      expect(html).toContain(
        `<link rel="preload" href="/_next/static/media/${font}" as="font" crossorigin="" type="font/woff2"/>`,
      );
      expect(css).toMatch(/@font-face\{[^}]*font-display:swap/);
      const sent = await ask(`/_next/static/media/${font}`);
      expect([sent.status, sent.headers.get("cache-control")]).toEqual([
        200,
        "public, max-age=31536000, immutable",
      ]);
    }
  });

  it("reserves the space of its images", async () => {
    for (const path of pages) {
      const images = (await (await ask(path)).text()).match(/<(img|svg)\b[^>]*>/g) ?? [];
      expect(images.length).toBeGreaterThan(0);
      for (const image of images) expect(image).toMatch(/ width="\d+" height="\d+"/);
    }
  });
});
