import type { Page } from "@playwright/test";
import { drawPicture } from "@/tests/harness/pictures";
import { dateIn } from "../steps";
import { expect, open, test } from "../test";

const preview = (page: Page) => page.getByRole("region", { name: "Preview" });

test("the event's page stands beside its form and follows it", async ({ page, world }) => {
  await world.signIn(page.context(), await world.organiser({ name: "Grace Hopper" }));
  await open(page, "/dashboard/events/new");
  await expect(preview(page)).toContainText("by Grace Hopper");
  await expect(preview(page)).toContainText("Date and time");
  await page.getByLabel("Event name").fill("Lantern walk");
  await page.getByLabel("Location").fill("The boathouse");
  await page.getByLabel("Date", { exact: true }).fill(dateIn(40));
  await page.getByLabel("Time", { exact: true }).fill("18:15");
  await page.getByLabel("Time zone").fill("kathmandu");
  const description = page.getByLabel("Description");
  await description.fill("Bring **a lantern**.\n\n".repeat(30));
  await expect(preview(page)).toContainText("Lantern walk");
  await expect(preview(page)).toContainText("The boathouse");
  await expect(preview(page)).toContainText("18:15–20:15 GMT+5:45");
  await expect(preview(page).getByText("a lantern").first()).toHaveCSS("font-weight", "700");
  await description.scrollIntoViewIfNeeded();
  await expect(preview(page).getByText("Lantern walk")).toBeInViewport();
});

test("a picture is in it as soon as it is chosen, cropped in the middle", async ({ page, world, noise }) => {
  // Advice about the test, which reads what was drawn.
  noise.allow(/willReadFrequently/);
  await world.signIn(page.context(), await world.organiser());
  await open(page, "/dashboard/events/new");
  const buffer = await drawPicture("png");
  await page.getByLabel("Picture").setInputFiles({ name: "a.png", mimeType: "image/png", buffer });
  const picture = preview(page).locator("canvas");
  const isDrawn = () =>
    picture.evaluate((canvas: HTMLCanvasElement) => {
      const { width, height } = canvas;
      const corners = [0, width - 1].flatMap((x) => [0, height - 1].map((y) => [x, y] as const));
      const context = canvas.getContext("2d");
      return corners.every(([x, y]) => context?.getImageData(x, y, 1, 1).data[3] === 255);
    });
  await expect.poll(isDrawn).toBe(true);
  const file = { name: "b.png", mimeType: "image/png", buffer: Buffer.from("no picture") };
  await page.getByLabel("Picture").setInputFiles(file);
  await expect.poll(isDrawn).toBe(false);
});

test("an announced event has its own date in it", async ({ page, world }) => {
  const organiser = await world.organiser();
  const event = await world.event({ createdBy: organiser.id, name: "Regatta" });
  await world.signIn(page.context(), organiser);
  await open(page, `/dashboard/events/${event.id}/edit`);
  await page.getByLabel("Event name").fill("Regatta II");
  await expect(preview(page)).toContainText("Regatta II");
  await expect(preview(page)).toContainText("Fixed: this date and time never change.");
  await expect(preview(page).locator("svg[class*=poster-]")).toBeVisible();
});

test("a form whose preview cannot be loaded works without it", async ({ page, world, noise }) => {
  noise.allow(/ERR_FAILED/);
  await page.route("**/*.js", async (route) => {
    const answer = await route.fetch();
    if ((await answer.text()).includes("a pattern of its own")) return route.abort();
    await route.fulfill({ response: answer });
  });
  await world.signIn(page.context(), await world.organiser());
  await open(page, "/dashboard/events/new");
  await expect(preview(page)).toContainText("could not be loaded");
  await page.unrouteAll({ behavior: "wait" });
  await page.getByLabel("Event name").fill("Lantern walk");
  await page.getByRole("button", { name: "Save draft" }).click();
  await expect(page.getByText("Draft saved.")).toBeVisible();
});
