import { type BrowserContext, test as base, expect, type Locator, type Page } from "@playwright/test";
import { type Account, World } from "./world";

export { expect } from "@playwright/test";

/** Errors and warnings of the browsers; a test can allow expected ones. */
type Noise = { lines: string[]; allow: (pattern: RegExp) => void };

type PerTest = {
  noise: Noise;
  /** A page of another browser, signed in as `who`. */
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

/** Records console errors (also of CSP and hydration), exceptions, and requests that failed or were refused. */
function listen(context: BrowserContext, { lines }: Noise) {
  context.on("console", (message) => {
    // Refused requests are recorded below, with their status.
    if (!["error", "warning"].includes(message.type()) || message.text().startsWith("Failed to load")) return;
    lines.push(`${message.type()} at ${message.location().url}: ${message.text()}`);
  });
  context.on("weberror", (fault) => lines.push(`fault: ${fault.error().stack}`));
  context.on("requestfailed", (request) => {
    const why = request.failure()?.errorText;
    // Leaving a page aborts its requests; without JavaScript, scripts are not fetched.
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

/** Waits until React has hydrated the page, if JavaScript is on. */
export async function ready(page: Page): Promise<void> {
  if (!runsScripts()) return;
  const isReady = () =>
    page.evaluate(() =>
      [...document.querySelectorAll("form, header nav, iframe")].every((element) =>
        Object.keys(element).some((key) => key.startsWith("__reactProps")),
      ),
    );
  await expect.poll(isReady, { message: "hydrated" }).toBe(true);
}

/** Opens a page and waits until it is ready. */
export async function open(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await ready(page);
}

export const button = (within: Page | Locator, name: string): Locator =>
  within.getByRole("button", { name, exact: true });

export const heading = (page: Page, name: string | RegExp): Locator =>
  page.getByRole("heading", { level: 1, name });
