import type { Page } from "@playwright/test";
import { expect, ready, test } from "../test";
import { inDays } from "../world";

type Shift = PerformanceEntry & { value: number; sources: { node: Node | null }[] };

/** The layout shifts of the page since a time of its own clock. */
const movedSince = (page: Page, since: number) =>
  page.evaluate(
    (from) =>
      new Promise<string[]>((resolve) => {
        const seen: Shift[] = [];
        new PerformanceObserver((list) => seen.push(...(list.getEntries() as Shift[]))).observe({
          type: "layout-shift",
          buffered: true,
        });
        const words = ({ value, sources }: Shift) =>
          `${value.toFixed(5)}: ${sources.map(({ node }) => node?.textContent?.slice(0, 40)).join(" | ")}`;
        // A frame's shifts are reported after the frame.
        const later = (frames: number) =>
          requestAnimationFrame(() =>
            frames > 0
              ? later(frames - 1)
              : resolve(seen.filter((shift) => shift.startTime > from).map(words)),
          );
        later(2);
      }),
    since,
  );

/** Opens a page with its scripts delayed until its fonts are loaded, and returns that time. */
async function openSlowly(page: Page, address: string): Promise<number> {
  let release = () => {};
  const fontsReady = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route("**/*.js", async (route) => {
    await fontsReady;
    await route.continue();
  });
  await page.goto(address, { waitUntil: "commit" });
  await page.waitForFunction(() => document.readyState !== "loading" && document.fonts.status === "loaded");
  const since = await page.evaluate(async () => {
    await document.fonts.ready;
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    return performance.now();
  });
  release();
  await page.unrouteAll({ behavior: "wait" });
  return since;
}

for (const { width, tag } of [{ width: 360 }, { width: 1280, tag: "@long" }]) {
  test(`nothing moves when the viewer becomes known, at ${width} px`, { tag }, async ({
    openBrowser,
    world,
  }) => {
    test.slow();
    const host = await world.organiser({ name: "Wilhelmina Featherstonehaugh-Cholmondeley" });
    const holder = await world.account({ name: "Maximiliane von Hohenlohe-Langenburg" });
    const promoted = await world.account({ name: "Jo" });
    // Noon, so that the date is the same in London.
    const startsAt = new Date(inDays(30).setUTCHours(12, 0, 0, 0));
    const given = {
      createdBy: host.id,
      startsAt,
      timeZone: "Europe/Paris",
      description: "Words.\n\n".repeat(40),
    };
    const open = await world.event(given);
    const full = await world.event({ ...given, capacity: 1 });
    const started = await world.event({ ...given, startsAt: inDays(-1 / 48), timeZone: "Europe/London" });
    for (const event of [open, full, started]) await world.promote(event, promoted);
    await world.ticket({ eventId: open.id, holderId: promoted.id });
    for (const event of [full, started]) await world.ticket({ eventId: event.id, holderId: holder.id });

    for (const who of [undefined, host, holder, promoted]) {
      const page = await openBrowser(who);
      await page.setViewportSize({ width, height: 740 });
      for (const address of ["/", ...[open, full, started].map(({ id }) => `/events/${id}`)]) {
        const since = await openSlowly(page, address);
        await ready(page);
        await expect(page.locator("header")).toContainText(who?.name ?? "Sign in");
        const manages = who === host || who === promoted;
        await expect(page.getByRole("link", { name: "Manage this event" })).toHaveCount(
          manages && address !== "/" ? 1 : 0,
        );
        expect(await movedSince(page, since), `${who?.name ?? "a guest"} on ${address}`).toEqual([]);
      }
    }
  });
}
