import { expect, open, test } from "../test";

// In winter, noon in London is 7:00 in New York.
const startsAt = new Date(Date.UTC(new Date().getFullYear() + 1, 11, 1, 12));

test.describe("a viewer in another zone", () => {
  test.use({ timezoneId: "America/New_York" });

  test("also sees their own time", async ({ page, world }) => {
    const event = await world.event({ startsAt });
    await open(page, `/events/${event.id}`);
    await expect(page.getByText(/12:00–13:30 GMT/)).toBeVisible();
    await expect(page.getByText(/For you: 07:00–08:30 EST$/)).toBeVisible();
  });
});

test("a viewer in the event's zone sees one time", async ({ page, world }) => {
  const event = await world.event({ startsAt });
  await open(page, `/events/${event.id}`);
  await expect(page.getByText(/12:00–13:30 GMT/)).toBeVisible();
  // The other time would appear when the browser is idle.
  await page.evaluate(() => new Promise((later) => requestIdleCallback(() => requestIdleCallback(later))));
  await expect(page.getByText(/For you:/)).toHaveCount(0);
});
