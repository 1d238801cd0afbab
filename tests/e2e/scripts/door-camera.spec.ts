import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { chromium, type Page } from "@playwright/test";
import sharp from "sharp";
import { code128Png, qrPng } from "@/lib/ticket-codes/barcode";
import { button, expect, ready, test } from "../test";
import { inDays } from "../world";

/** What a camera sees: a barcode on a grey table, or the table alone. */
async function picture(barcode: Buffer | null): Promise<Buffer> {
  const table = sharp({ create: { width: 640, height: 480, channels: 3, background: "#9a948a" } });
  return (barcode ? table.composite([{ input: barcode }]) : table).jpeg({ quality: 90 }).toBuffer();
}

/** A film of 30 pictures a second that a browser repeats: each barcode for two seconds, and two without. */
async function film(barcodes: Buffer[]): Promise<Buffer> {
  const table = await picture(null);
  const pictures = await Promise.all(barcodes.map(picture));
  const twoSeconds = (each: Buffer) => Array.from({ length: 60 }, () => each);
  const shown = pictures.flatMap((each) => [...twoSeconds(each), ...twoSeconds(table)]);
  return Buffer.concat(shown.length > 0 ? shown : twoSeconds(table));
}

/** Runs `use` with a page of a browser whose camera shows the barcodes, or which lets nobody use it. */
async function withCamera(barcodes: Buffer[], url: string, use: (page: Page) => Promise<void>) {
  const folder = mkdtempSync(path.join(tmpdir(), "evento-camera-"));
  const file = path.join(folder, "film.mjpeg");
  writeFileSync(file, await film(barcodes));
  const { launchOptions, contextOptions } = test.info().project.use;
  const browser = await chromium.launch({
    ...launchOptions,
    args: [
      ...(launchOptions?.args ?? []),
      "--use-fake-device-for-media-stream",
      `--use-file-for-fake-video-capture=${file}`,
    ],
  });
  try {
    const context = await browser.newContext({ ...contextOptions, baseURL: url });
    if (barcodes.length > 0) await context.grantPermissions(["camera"]);
    await use(await context.newPage());
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Collects all that the region of verdicts says, in order. */
async function listen(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const region = document.querySelector("[role=status]");
    const heard: string[] = [];
    Object.assign(globalThis, { heard });
    new MutationObserver(() => {
      const text = region?.querySelector("[data-verdict]")?.textContent ?? "";
      if (text && heard.at(-1) !== text) heard.push(text);
    }).observe(region as Element, { childList: true, subtree: true, characterData: true });
  });
  return () => page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard);
}

test("the camera reads tickets one after the other, whatever comes in between", async ({ world }) => {
  test.slow();
  const event = await world.event({ name: "Jazz Supper", startsAt: inDays(0.1) });
  const holder = await world.account({ name: "Priya Student" });
  const ticket = await world.ticket({ eventId: event.id, holderId: holder.id });
  const voided = await world.ticket({ eventId: event.id, voidedAt: new Date() });
  const foreign = await world.ticket({ eventId: (await world.event({ name: "Letterpress" })).id });
  const barcodes = await Promise.all([
    qrPng(ticket.code),
    qrPng(voided.code),
    code128Png(foreign.code),
    qrPng("0000000000000000"),
  ]);
  const pass = await world.doorPass(event);
  await withCamera(barcodes, world.url, async (page) => {
    await page.goto(pass);
    await ready(page);
    const heard = await listen(page);
    const said = [
      /^Checked in.*Priya Student/,
      /^Not valid.*Cancelled by the holder.*on /,
      /^Not valid.*Other event.*Valid for Letterpress/,
      /^Not valid.*Unknown code/,
      /^Already checked in.*Priya Student.*North entrance/,
    ];
    for (const words of said)
      await expect
        .poll(async () => (await heard()).some((text) => words.test(text)), {
          timeout: 40_000,
          message: `${words}`,
        })
        .toBe(true);
    const first = (await heard()).findIndex((text) => /^Checked in/.test(text));
    const again = (await heard()).findIndex((text) => /^Already/.test(text));
    expect(first, "checked in before it was already").toBeLessThan(again);
    await expect(page.getByText("1 checked in at this door")).toBeVisible();
  });
});

test("the camera reads tickets without a network, after a reload", async ({ world }) => {
  const event = await world.event({ startsAt: inDays(0.1) });
  const ticket = await world.ticket({ eventId: event.id });
  const pass = await world.doorPass(event);
  await withCamera([await qrPng(ticket.code)], world.url, async (page) => {
    const context = page.context();
    await context.clearPermissions();
    await page.goto(pass);
    const stored = () =>
      page.evaluate(async () => {
        const keys = (await caches.has("door-assets")) ? await (await caches.open("door-assets")).keys() : [];
        const page_ = await caches.match(location.pathname, { cacheName: "door-pages" });
        return page_ !== undefined && keys.some(({ url }) => url.endsWith(".wasm"));
      });
    await expect.poll(stored, { timeout: 30_000 }).toBe(true);
    await context.setOffline(true);
    await context.grantPermissions(["camera"]);
    await page.reload();
    const verdict = page.getByRole("status");
    await expect(verdict).toContainText("Checked in", { timeout: 20_000 });
    await expect(verdict).toContainText("Already checked in", { timeout: 20_000 });
    await expect(page.getByText("1 check-in will be sent")).toBeVisible();
  });
});

test("without permission the page says so, and typing works", async ({ world }) => {
  const event = await world.event({ startsAt: inDays(0.1) });
  const ticket = await world.ticket({ eventId: event.id });
  const pass = await world.doorPass(event);
  await withCamera([], world.url, async (page) => {
    await page.goto(pass);
    await ready(page);
    await button(page, "Scan with the camera").click();
    await expect(page.getByText("The camera is not allowed.")).toBeVisible();
    await page.getByLabel("Ticket code").fill(ticket.code);
    await button(page, "Check in").click();
    await expect(page.getByRole("status")).toContainText("Checked in");
  });
});

test("without a camera the page says so", async ({ page, world }) => {
  await page.context().grantPermissions(["camera"]);
  await page.goto(await world.doorPass(await world.event({ startsAt: inDays(0.1) })));
  await expect(page.getByText("There is no camera that this page can use.")).toBeVisible();
});

test("a scanner that types is heard wherever the focus is, also if it presses Enter twice", async ({
  page,
  world,
}) => {
  const event = await world.event({ startsAt: inDays(0.1) });
  const tickets = [await world.ticket({ eventId: event.id }), await world.ticket({ eventId: event.id })];
  await page.goto(await world.doorPass(event));
  await ready(page);
  for (const [n, { code }] of tickets.entries()) {
    await page.locator("body").click();
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await page.keyboard.type(code);
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    await expect(page.getByText(`${n + 1} checked in at this door`)).toBeVisible();
    await expect(page.getByRole("status")).toContainText(code.slice(-4));
    await expect(page.getByLabel("Ticket code")).toHaveValue("");
  }
});

test("a verdict fills the screen, and ends by itself or with the next scan", async ({ page, world }) => {
  const event = await world.event({ startsAt: inDays(0.1) });
  await page.clock.install();
  await page.goto(await world.doorPass(event));
  await ready(page);
  const code = page.getByLabel("Ticket code");
  const full = page.locator("[data-verdict].fixed");
  await code.fill("a poem");
  await code.press("Enter");
  await expect(full).toHaveCount(1);
  await page.clock.runFor(1_600);
  await expect(full).toHaveCount(0);
  await expect(page.getByRole("status")).toContainText("Not a ticket code");
  await expect(code, "to be corrected").toHaveValue("a poem");
  await code.press("Enter");
  await expect(full).toHaveCount(1);
  await button(page, "Next scan").click();
  await expect(full).toHaveCount(0);
});
