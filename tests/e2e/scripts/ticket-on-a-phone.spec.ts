import { expect, open, test } from "../test";

test("the QR code of a ticket is wholly on the screen of a phone", async ({ page, world }) => {
  const holder = await world.account();
  const event = await world.event({ name: "Public lecture: what the ice remembers" });
  const ticket = await world.ticket({ eventId: event.id, holderId: holder.id });
  await world.signIn(page.context(), holder);
  await page.setViewportSize({ width: 390, height: 664 });
  await open(page, `/tickets/${ticket.id}`);
  const box = await page.getByRole("img", { name: /^QR code/ }).boundingBox();
  if (!box) throw new Error("There is no QR code.");
  expect(box.width).toBeGreaterThanOrEqual(260);
  expect([box.x >= 0, box.y >= 0, box.x + box.width <= 390, box.y + box.height <= 664]).toEqual(
    Array(4).fill(true),
  );
});

test("full screen shows the codes on white, and Escape closes it", async ({ page, world }) => {
  const holder = await world.account();
  const event = await world.event();
  const ticket = await world.ticket({ eventId: event.id, holderId: holder.id });
  await world.signIn(page.context(), holder);
  await page.emulateMedia({ colorScheme: "dark" });
  await open(page, `/tickets/${ticket.id}`);
  const button = page.getByRole("button", { name: "Full screen" });
  await button.click();
  const dialog = page.getByRole("dialog", { name: "Ticket" });
  await expect(dialog.getByRole("img", { name: /^QR code/ })).toBeVisible();
  await expect(dialog).toHaveCSS("background-color", "rgb(255, 255, 255)");
  await dialog.getByRole("button", { name: "Close" }).press("Escape");
  await expect(dialog).toHaveCount(0);
  await expect(button).toBeFocused();
});
