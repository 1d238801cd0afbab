import { signInHolder } from "../steps";
import { expect, open, test } from "../test";

test("a page shows before it asks for its scripts, asks for each once, and for its one font at once", async ({
  page,
  world,
}) => {
  const { event, ticket } = await signInHolder(world, page);
  for (const address of ["/", `/events/${event.id}`, `/tickets/${ticket.id}`]) {
    await open(page, address);
    const seen = await page.evaluate(() => {
      const [painted] = performance.getEntriesByType("paint");
      const fetched = performance.getEntriesByType("resource") as PerformanceResourceTiming[];
      const scripts = fetched.filter(({ name }) => name.endsWith(".js"));
      return {
        scripts: scripts.map(({ name }) => name),
        early: scripts.filter(({ startTime }) => !painted || startTime < painted.startTime).length,
        elements: [...document.querySelectorAll<HTMLScriptElement>("script[src][async]")].map(
          ({ src }) => src,
        ),
        fonts: fetched.filter(({ name }) => name.endsWith(".woff2")).map((font) => font.initiatorType),
      };
    });
    expect(seen.scripts.length, address).toBeGreaterThan(5);
    expect(seen.early, address).toBe(0);
    expect([...seen.elements].sort(), address).toEqual([...new Set(seen.scripts)].sort());
    expect(seen.fonts, address).toEqual(["link"]);
  }
});
