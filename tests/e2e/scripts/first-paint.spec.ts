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

type Noted = { reactEnded?: boolean; startedLater?: boolean };

test("React is got ready in one task and the page starts in another, so that neither is long", async ({
  page,
  world,
}) => {
  const { event } = await signInHolder(world, page);
  await page.addInitScript(() => {
    const noted = globalThis as unknown as Noted;
    // React tells the developer tools that it is ready as the last thing when its module runs.
    const inject = () => setTimeout(() => Object.assign(noted, { reactEnded: true }));
    const hook = {
      supportsFiber: true,
      inject,
      checkDCE() {},
      onCommitFiberRoot() {},
      onCommitFiberUnmount() {},
    };
    // Next begins by taking over the list that the page's data came in.
    const data: unknown[] = [];
    let push: unknown = data.push.bind(data);
    Object.defineProperty(data, "push", {
      get: () => push,
      set: (next) => {
        noted.startedLater = noted.reactEnded === true;
        push = next;
      },
    });
    Object.assign(globalThis, { __REACT_DEVTOOLS_GLOBAL_HOOK__: hook, __next_f: data });
  });
  for (const address of ["/", `/events/${event.id}`]) {
    await open(page, address);
    await expect
      .poll(() => page.evaluate(() => (globalThis as unknown as Noted).startedLater), { message: address })
      .toBe(true);
  }
});
