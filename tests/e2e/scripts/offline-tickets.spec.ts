import type { Page } from "@playwright/test";
import { readBarcodeImage } from "@/tests/harness/barcode-reader";
import { signInHolder } from "../steps";
import { button, expect, open, test } from "../test";

test.beforeEach(({ noise }) => noise.allow(/ERR_INTERNET_DISCONNECTED|ERR_FAILED/));

const cachedPages = (page: Page) =>
  page.evaluate(async () => {
    if (!(await caches.has("tickets"))) return [];
    const keys = await (await caches.open("tickets")).keys();
    return keys.map(({ url }) => new URL(url).pathname).sort();
  });

/** Opens *My tickets* and waits until its tickets are cached. */
async function cacheTickets(page: Page, ticketId: string) {
  await open(page, "/tickets");
  await expect.poll(() => cachedPages(page)).toEqual(["/owner", "/tickets", `/tickets/${ticketId}`]);
}

test("a ticket opens without a network, code and all, and says when it was saved", async ({
  page,
  world,
}) => {
  const { ticket, event } = await signInHolder(world, page);
  await cacheTickets(page, ticket.id);
  await page.context().setOffline(true);
  await page.goto(`/tickets/${ticket.id}`);
  await expect(page.getByRole("heading", { level: 1, name: event.name })).toBeVisible();
  await expect(page.getByText(/^Saved .+ You are offline/)).toBeVisible();
  const qr = await page.getByRole("img", { name: /^QR code/ }).screenshot();
  expect(await readBarcodeImage(qr)).toEqual([{ format: "QRCode", text: ticket.code }]);
  await page.goto("/tickets");
  await expect(page.getByRole("link", { name: event.name })).toBeVisible();
  await page.context().setOffline(false);
  await open(page, `/tickets/${ticket.id}`);
  await expect(page.getByText(/^Saved/)).toHaveCount(0);
});

test("tickets are gone after signing out", async ({ page, world }) => {
  const { ticket } = await signInHolder(world, page);
  await cacheTickets(page, ticket.id);
  await open(page, "/account");
  await button(page, "Sign out").click();
  await expect(page).toHaveURL(`${world.url}/`);
  await expect.poll(() => cachedPages(page)).toEqual([]);
  await page.context().setOffline(true);
  await expect(page.goto(`/tickets/${ticket.id}`)).rejects.toThrow(/ERR_INTERNET_DISCONNECTED|ERR_FAILED/);
});

test("tickets are gone when another person uses the browser", async ({ page, world }) => {
  const { ticket } = await signInHolder(world, page);
  await cacheTickets(page, ticket.id);
  await page.context().clearCookies();
  await world.signIn(page.context(), await world.account());
  await open(page, "/");
  await expect.poll(() => cachedPages(page)).toEqual([]);
});

test("a void ticket is gone as soon as there is a network", async ({ page, world }) => {
  const { ticket } = await signInHolder(world, page);
  await cacheTickets(page, ticket.id);
  await open(page, `/tickets/${ticket.id}`);
  await button(page, "Cancel ticket").click();
  await button(page, "Yes, cancel it").click();
  await expect(page.getByText("This ticket is void.")).toBeVisible();
  await expect.poll(() => cachedPages(page)).not.toContain(`/tickets/${ticket.id}`);
});
