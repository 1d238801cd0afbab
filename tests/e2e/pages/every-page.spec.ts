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

/** Text fields whose edge has a contrast below 3:1 with what is around them. */
const findFaintEdges = (page: Page) =>
  page.evaluate(() => {
    const channels = (color: string) => (color.match(/[\d.]+/g) ?? []).map(Number);
    const luminance = (color: string) => {
      const [r = 0, g = 0, b = 0] = channels(color).map((value) => {
        const part = value / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const background = (element: Element | null): string => {
      if (!element) return "rgb(255, 255, 255)";
      const { backgroundColor } = getComputedStyle(element);
      return channels(backgroundColor)[3] === 0 ? background(element.parentElement) : backgroundColor;
    };
    const contrast = (a: string, b: string) => {
      const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
      return (light + 0.05) / (dark + 0.05);
    };
    const fields = document.querySelectorAll(
      "input:not([type=hidden], [type=radio], [hidden]), select, textarea",
    );
    return [...fields]
      .filter(
        (field) => contrast(getComputedStyle(field).borderTopColor, background(field.parentElement)) < 3,
      )
      .map((field) => field.outerHTML);
  });

/** Links and buttons below 24 × 24 px, except those in a line of text. */
const findSmallTargets = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("a[href], button, summary")]
      .filter((target) => target.checkVisibility() && getComputedStyle(target).display !== "inline")
      .filter((target) => {
        const { width, height } = target.getBoundingClientRect();
        return width > 1 && (width < 24 || height < 24);
      })
      .map((target) => target.outerHTML),
  );

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

    for (const { width, text } of [
      { width: 320, text: "100%" },
      { width: 360, text: "200%" },
      { width: 1280, text: "100%" },
    ]) {
      await page.setViewportSize({ width, height: 800 });
      const sideways = await page.evaluate((size) => {
        document.documentElement.style.fontSize = size;
        scrollBy(1000, 0);
        return scrollX;
      }, text);
      expect(sideways, `pixels to scroll sideways at ${width} px, text ${text}`).toBe(0);
    }
    expect(await findFaintEdges(page)).toEqual([]);
    expect(await findSmallTargets(page)).toEqual([]);
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
