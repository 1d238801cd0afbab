import { expectCreated, fillEvent } from "../steps";
import { button, expect, open, ready, runsScripts, test } from "../test";

const year = new Date().getFullYear() + 1;

/** The last Sunday of a month, when clocks change in Europe. */
function lastSunday(month: number): string {
  const at = new Date(Date.UTC(year, month, 0));
  at.setUTCDate(at.getUTCDate() - at.getUTCDay());
  return at.toISOString().slice(0, 10);
}

test("a time that the clocks skip is refused", async ({ page, world }) => {
  await world.signIn(page.context(), await world.organiser());
  await open(page, "/dashboard/events/new");
  await fillEvent(page, { name: "In the gap", date: lastSunday(3), time: "01:30" });
  await button(page, "Create event").click();
  await expect(page.getByText("does not exist on that date")).toBeVisible();
  const time = page.getByLabel("Time", { exact: true });
  await expect(time).toHaveValue("01:30");
  await expect(page.getByLabel("Event name")).toHaveValue("In the gap");
  if (runsScripts()) await expect(time).toBeFocused();
  await time.fill("02:30");
  await button(page, "Create event").click();
  await expectCreated(page);
  await expect(page.getByRole("main")).toContainText("02:30–04:00 BST");
});

for (const { choose, shown } of [
  { choose: /^The first/, shown: "01:30 BST–02:00 GMT" },
  { choose: /^The second/, shown: "01:30–03:00 GMT" },
]) {
  test(`of a time that the clocks show twice one is chosen: ${shown}`, async ({ page, world }) => {
    await world.signIn(page.context(), await world.organiser());
    await open(page, "/dashboard/events/new");
    await fillEvent(page, { name: "Twice", date: lastSunday(10), time: "01:30" });
    await button(page, "Create event").click();
    await expect(page.getByText("happens twice on that date")).toBeVisible();
    await ready(page);
    await page.getByLabel(choose).check();
    await button(page, "Create event").click();
    await expectCreated(page);
    await expect(page.getByRole("main")).toContainText(shown);
  });
}
