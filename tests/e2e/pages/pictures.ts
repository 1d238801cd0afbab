import { mkdirSync } from "node:fs";
import { test } from "../test";
import { states } from "./states";

const folder = "test-results/pictures";

for (const state of states) {
  test(`pictures of ${state.name}`, async ({ openBrowser, world }) => {
    const page = await state.open({ openBrowser, world });
    mkdirSync(folder, { recursive: true });
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      for (const width of [360, 768, 1280]) {
        await page.setViewportSize({ width, height: 800 });
        await page.evaluate(() =>
          Promise.allSettled(document.getAnimations().map(({ finished }) => finished)),
        );
        await page.screenshot({
          path: `${folder}/${state.name}-${width}-${colorScheme}.png`,
          fullPage: true,
        });
      }
    }
  });
}
