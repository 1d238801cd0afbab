import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, ready, test } from "../test";
import { type PageState, publicStates, states } from "./states";

declare global {
  // The browser's sum of layout shifts.
  var moved: number;
}

type Look = { colorScheme: "light" | "dark"; width: number };

const looks: Look[] = [
  { colorScheme: "light", width: 1280 },
  { colorScheme: "light", width: 360 },
  { colorScheme: "dark", width: 360 },
  { colorScheme: "dark", width: 1280 },
];

/** axe's findings, one line for each element. */
async function findFaults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${help}\n${html}\n${failureSummary}`),
  );
}

async function setLook(page: Page, { colorScheme, width }: Look) {
  await page.emulateMedia({ colorScheme });
  await page.setViewportSize({ width, height: 800 });
  // During a transition of colours, contrasts are wrong.
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)));
}

async function expectAccessible(page: Page, look: Look) {
  await test.step(`${look.colorScheme}, ${look.width} px`, async () => {
    await setLook(page, look);
    expect(await findFaults(page)).toEqual([]);
  });
}

/** Opens a page without frames of mails: they run no scripts, so axe would wait for ever. */
async function openForAxe(state: PageState, tools: Parameters<PageState["open"]>[0]) {
  const page = await state.open(tools);
  // A frame may be the last to arrive, and one that is gone before React has hydrated it would come back.
  await page.waitForLoadState();
  await ready(page);
  for (const mail of await page.locator("iframe[sandbox]").all()) {
    await expect(mail).toHaveAttribute("title", /.+/);
    await mail.evaluate((frame) => frame.remove());
  }
  return page;
}

for (const [index, state] of states.entries()) {
  test(`${state.name} is sound, fits both widths and is accessible`, async ({ openBrowser, world }) => {
    const page = await openForAxe(state, { openBrowser, world });

    await expect(page).toHaveTitle(/.+ · Evento$/);
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
    await expect(page.locator('meta[name="viewport"][content*="width=device-width"]')).toHaveCount(1);
    await expect(page.getByRole("main")).toHaveCount(1);
    await expect(page.locator("h1")).toHaveCount(1);
    expect((await page.request.get(page.url())).status()).toBe(state.status ?? 200);

    for (const width of [360, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      const sideways = await page.evaluate(() => {
        scrollBy(1000, 0);
        return scrollX;
      });
      expect(sideways, `pixels to scroll sideways at ${width} px`).toBe(0);
    }
    // Each page has one of the widths and themes; the long tier has all.
    const look = looks[index % looks.length];
    if (look) await expectAccessible(page, look);
  });

  test(`${state.name} is accessible in every width and theme`, { tag: "@long" }, async ({
    openBrowser,
    world,
  }) => {
    test.slow();
    const page = await openForAxe(state, { openBrowser, world });
    for (const look of looks) await expectAccessible(page, look);
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
      // Now the viewer is known, the fonts are loaded, and their changes are painted.
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
