import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, ready, test } from "../test";
import { publicStates, states } from "./states";

declare global {
  // How far the page has moved by itself, as the browser reckons it.
  var moved: number;
}

// Both widths and both themes get all of axe; what else a theme can break at a width is contrast.
const looks = [
  { colorScheme: "light", width: 1280, rules: "all" },
  { colorScheme: "light", width: 360, rules: "contrast" },
  { colorScheme: "dark", width: 360, rules: "all" },
  { colorScheme: "dark", width: 1280, rules: "contrast" },
] as const;

/** What axe finds, one line for each element. */
async function faultsOf(page: Page, rules: "all" | "contrast"): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  if (rules === "contrast") axe.withRules("color-contrast");
  const { violations } = await axe.analyze();
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${help}\n${html}\n${failureSummary}`),
  );
}

for (const state of states) {
  test(`${state.name} is sound and accessible in every look`, async ({ openBrowser, world }) => {
    const page = await state.open({ openBrowser, world });

    await expect(page).toHaveTitle(/.+ · Evento$/);
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
    await expect(page.locator('meta[name="viewport"][content*="width=device-width"]')).toHaveCount(1);
    await expect(page.getByRole("main")).toHaveCount(1);
    await expect(page.locator("h1")).toHaveCount(1);
    expect((await page.request.get(page.url())).status()).toBe(state.status ?? 200);

    // Axe would wait for ever for an answer from a mail, which runs no scripts.
    for (const mail of await page.locator("iframe[sandbox]").all()) {
      await expect(mail).toHaveAttribute("title", /.+/);
      await mail.evaluate((frame) => frame.remove());
    }
    for (const { colorScheme, width, rules } of looks) {
      await test.step(`${colorScheme}, ${width} px`, async () => {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height: 800 });
        const sideways = await page.evaluate(() => {
          scrollBy(1000, 0);
          return scrollX;
        });
        expect(sideways, "pixels to scroll sideways").toBe(0);
        // A colour on its way to another is neither.
        await page.evaluate(() =>
          Promise.allSettled(document.getAnimations().map(({ finished }) => finished)),
        );
        expect(await faultsOf(page, rules)).toEqual([]);
      });
    }
  });
}

for (const { name, open } of publicStates) {
  test(`${name} does not move while it loads`, async ({ openBrowser, world }) => {
    const page = await open({ openBrowser, world });
    await page.addInitScript(() => {
      globalThis.moved = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
          globalThis.moved += (entry as PerformanceEntry & { value: number }).value;
        }
      }).observe({ type: "layout-shift", buffered: true });
    });
    for (const width of [360, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      await page.reload();
      // By then it knows who looks, the fonts are there, and what they changed was painted.
      await expect(page.getByRole("banner").getByRole("link", { name: "Sign in" })).toBeVisible();
      await ready(page);
      await page.evaluate(async () => {
        await document.fonts.ready;
        for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
      });
      expect(await page.evaluate(() => globalThis.moved), `at ${width} px`).toBeLessThanOrEqual(0.01);
    }
  });
}
