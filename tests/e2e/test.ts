import { type BrowserContext, test as base, expect, type Locator, type Page } from "@playwright/test";
import { type Account, World } from "./world";

export { expect } from "@playwright/test";

/** What browsers complained about; a test that expects some says so. */
type Noise = { lines: string[]; allow: (pattern: RegExp) => void };

type PerTest = {
  noise: Noise;
  /** A page of another browser, signed in when somebody is named. */
  openBrowser: (who?: Account) => Promise<Page>;
};

export const test = base.extend<PerTest, { world: World }>({
  world: [
    async ({ browserName: _ }, use) => {
      const world = await World.open();
      await use(world);
      await world.close();
    },
    { scope: "worker", timeout: 60_000 },
  ],
  baseURL: ({ world }, use) => use(world.url),
  noise: async ({ world: _ }, use) => {
    const allowed: RegExp[] = [];
    const noise: Noise = { lines: [], allow: (pattern) => allowed.push(pattern) };
    await use(noise);
    const heard = noise.lines.filter((line) => !allowed.some((pattern) => pattern.test(line)));
    expect(heard, "what browsers complained about").toEqual([]);
  },
  context: async ({ context, noise }, use) => {
    listen(context, noise);
    await use(context);
  },
  openBrowser: async ({ browser, noise, world }, use) => {
    const opened: BrowserContext[] = [];
    await use(async (who) => {
      const context = await browser.newContext();
      opened.push(context);
      listen(context, noise);
      if (who) await world.signIn(context, who);
      return context.newPage();
    });
    for (const context of opened) await context.close();
  },
});

/** Notes console errors (CSP and hydration are among them), faults, and requests that failed or were refused. */
function listen(context: BrowserContext, { lines }: Noise) {
  context.on("console", (message) => {
    // A refused request is noted below, with its status.
    if (!["error", "warning"].includes(message.type()) || message.text().startsWith("Failed to load")) return;
    lines.push(`${message.type()} at ${message.location().url}: ${message.text()}`);
  });
  context.on("weberror", (fault) => lines.push(`fault: ${fault.error().stack}`));
  context.on("requestfailed", (request) => {
    const why = request.failure()?.errorText;
    // Leaving a page cuts off what it still asks for, and where scripts are off none are fetched.
    if (why === "net::ERR_ABORTED" || (!runsScripts() && request.resourceType() === "script")) return;
    lines.push(`${why}: ${request.method()} ${request.url()}`);
  });
  context.on("response", (response) => {
    const request = response.request();
    if (response.status() < 400 || request.isNavigationRequest()) return;
    lines.push(`${response.status()}: ${request.method()} ${request.url()}`);
  });
}

export const runsScripts = () => test.info().project.use.javaScriptEnabled !== false;

/** Waits until React has taken the page over, where scripts run. */
export async function ready(page: Page): Promise<void> {
  if (!runsScripts()) return;
  const isReady = () =>
    page.evaluate(() =>
      [...document.querySelectorAll("form, header nav")].every((element) =>
        Object.keys(element).some((key) => key.startsWith("__reactProps")),
      ),
    );
  await expect.poll(isReady, { message: "hydrated" }).toBe(true);
}

/** Opens an address and waits until the page works. */
export async function open(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await ready(page);
}

export const button = (within: Page | Locator, name: string): Locator =>
  within.getByRole("button", { name, exact: true });

export const heading = (page: Page, name: string | RegExp): Locator =>
  page.getByRole("heading", { level: 1, name });
