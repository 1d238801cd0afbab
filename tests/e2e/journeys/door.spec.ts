import type { Page } from "@playwright/test";
import { eq } from "drizzle-orm";
import { reader } from "@/db/client";
import { checkIns } from "@/db/schema";
import { codeOn } from "../steps";
import { button, expect, heading, open, ready, test } from "../test";
import { inDays, type World } from "../world";

const verdict = (page: Page) => page.getByRole("status");

async function checkIn(page: Page, code: string) {
  await ready(page);
  await page.getByLabel("Ticket code").fill(code);
  await page.getByLabel("Ticket code").press("Enter");
}

async function openDoor(world: World, page: Page) {
  const organiser = await world.organiser();
  const event = await world.event({ createdBy: organiser.id, name: "Jazz Supper", startsAt: inDays(0.1) });
  const holder = await world.account({ name: "Priya Student" });
  const ticket = await world.ticket({ eventId: event.id, holderId: holder.id });
  await world.signIn(page.context(), organiser);
  await open(page, `/dashboard/events/${event.id}`);
  await page.getByRole("link", { name: "Door", exact: true }).click();
  await expect(heading(page, "Door of Jazz Supper")).toBeVisible();
  return { event, holder, ticket };
}

test("an organiser makes a pass, a helper checks in with it, and the holder sees it", async ({
  page,
  openBrowser,
  world,
}) => {
  const { holder, ticket } = await openDoor(world, page);
  await ready(page);
  await page.getByLabel("Door", { exact: true }).fill("North entrance");
  await button(page, "Make a door pass").click();
  const link = page.getByRole("textbox", { name: "Link of the pass for North entrance" });
  await expect(link).toBeVisible();

  const holding = await openBrowser(holder);
  await open(holding, `/tickets/${ticket.id}`);
  const code = await codeOn(holding);

  const helper = await openBrowser();
  await open(helper, await link.inputValue());
  await checkIn(helper, code.toLowerCase());
  await expect(verdict(helper)).toContainText("Checked in");
  await expect(verdict(helper)).toContainText("Priya Student");
  await expect(helper.getByText("1 checked in at this door")).toBeVisible();
  await checkIn(helper, code);
  await expect(verdict(helper)).toContainText("Already checked in");
  await expect(verdict(helper)).toContainText("North entrance");

  await open(holding, `/tickets/${ticket.id}`);
  await expect(holding.getByText(/^Checked in at /)).toBeVisible();
  await expect(button(holding, "Cancel ticket")).toHaveCount(0);

  await ready(page);
  await button(page, "Withdraw").click();
  await expect(page.getByText("North entrance (withdrawn)")).toBeVisible();
  await checkIn(helper, code);
  await expect(verdict(helper)).toContainText("Not valid");
  await expect(verdict(helper)).toContainText("Door pass ended");
});

test("an organiser checks in at the own door, and undoes it", async ({ page, world }) => {
  const { ticket } = await openDoor(world, page);
  await checkIn(page, ticket.code);
  await expect(verdict(page)).toContainText("Checked in");
  await ready(page);
  await page.getByLabel("Reason to undo").fill("Wrong person");
  await button(page, "Undo").click();
  await expect(verdict(page)).toContainText("Undone");
  const undone = () => reader().select().from(checkIns).where(eq(checkIns.ticketId, ticket.id));
  await expect.poll(undone).toMatchObject([{ state: "undone", undoReason: "Wrong person" }]);
  await checkIn(page, ticket.code);
  await expect(verdict(page)).toContainText("Priya Student");
  await checkIn(page, "0000 0000 0000 0000");
  await expect(verdict(page)).toContainText("Not valid");
  await expect(verdict(page)).toContainText("Unknown code");
});
