import type { Page } from "@playwright/test";
import { expect, heading, open, ready, test } from "../test";
import { inDays } from "../world";

/** Presses Tab until a control with this name has the focus, and checks that the focus can be seen. */
async function tabTo(page: Page, name: string | RegExp) {
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press("Tab");
    const focused = page.locator(":focus");
    // A button within a field, such as the one that opens a calendar.
    if ((await focused.count()) === 0) continue;
    const [label, seen] = await focused.evaluate((element) => {
      const box = element.getBoundingClientRect();
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      const top = document.elementFromPoint(x, y);
      const isOnTop = top !== null && (element.contains(top) || top.contains(element));
      const labels = (element as HTMLInputElement).labels;
      const words = element.getAttribute("aria-label") ?? labels?.[0]?.textContent ?? element.textContent;
      return [words?.trim() ?? "", isOnTop || getComputedStyle(element).opacity === "0"] as const;
    });
    if (typeof name === "string" ? label === name : name.test(label)) {
      expect(seen, `${label} can be seen`).toBe(true);
      await expect(focused).toHaveCSS("outline-style", "solid");
      return;
    }
  }
  throw new Error(`No Tab leads to ${name}.`);
}

test.describe("with the keyboard alone", () => {
  test.use({ viewport: { width: 390, height: 664 } });

  test("an attendee finds an event, gets a ticket and cancels it", async ({ page, world }) => {
    const event = await world.event({ name: "Keyboard concert", description: "Words.\n\n".repeat(30) });
    await world.signIn(page.context(), await world.account());
    await open(page, "/");
    await tabTo(page, "Search");
    await page.keyboard.type("keyboard concert");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/q=keyboard/);
    await tabTo(page, event.name);
    await page.keyboard.press("Enter");
    await expect(heading(page, event.name)).toBeVisible();
    await expect(page.getByRole("button", { name: "Request ticket" })).toBeEnabled();
    await tabTo(page, "Request ticket");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/\/tickets\/[0-9a-z]+$/);
    await tabTo(page, "Cancel ticket");
    await page.keyboard.press("Enter");
    await tabTo(page, "Yes, cancel it");
    await page.keyboard.press("Enter");
    await expect(page.getByText("This ticket is void.")).toBeVisible();
  });

  test("an organiser writes an event and looks at it", async ({ page, world }) => {
    await world.signIn(page.context(), await world.organiser());
    await open(page, "/dashboard/events/new");
    await tabTo(page, "Event name");
    await page.keyboard.type("Typed concert");
    await tabTo(page, "Date");
    // The same in every order of day and month.
    await page.keyboard.type(`0303${new Date().getFullYear() + 1}`);
    await tabTo(page, "Time");
    await page.keyboard.type("1030AM");
    await tabTo(page, "Time zone");
    await page.keyboard.type("new york");
    await tabTo(page, "Location");
    await page.keyboard.type("The Great Hall");
    await tabTo(page, "Capacity");
    await page.keyboard.type("50");
    await tabTo(page, "Preview");
    await page.keyboard.press("Space");
    await expect(page.getByRole("button", { name: "Preview" })).toHaveAttribute("aria-pressed", "true");
    await expect(page.getByLabel("Event name")).toBeHidden();
    const preview = page.getByRole("region", { name: "Preview" });
    await expect(preview).toContainText("Typed concert");
    await expect(preview).toContainText("10:30–12:30 EST");
    await tabTo(page, "Edit");
    await page.keyboard.press("Enter");
    await expect(preview).toBeHidden();
    await tabTo(page, "Create event");
    await page.keyboard.press("Enter");
    await expect(heading(page, "Typed concert")).toBeVisible();
  });

  test("somebody signs in, and an organiser cancels an event", async ({ page, world }) => {
    const organiser = await world.organiser();
    const event = await world.event({ createdBy: organiser.id, name: "Called off" });
    await open(page, `/sign-in?next=/dashboard/events/${event.id}`);
    await tabTo(page, "Email");
    await page.keyboard.type(organiser.email);
    await tabTo(page, "Password");
    await page.keyboard.type("marmalade tractor violin");
    await page.keyboard.press("Enter");
    await expect(heading(page, "Called off")).toBeVisible();
    await tabTo(page, "Cancel event");
    await page.keyboard.press("Enter");
    await tabTo(page, "Reason");
    await page.keyboard.type("Rain");
    await tabTo(page, "Yes, cancel this event");
    await page.keyboard.press("Enter");
    await expect(page.getByText("Cancelled", { exact: true }).first()).toBeVisible();
  });

  test("a helper checks a ticket in and undoes it", async ({ page, world }) => {
    const event = await world.event({ startsAt: inDays(0.1) });
    const { code } = await world.ticket({ eventId: event.id });
    await open(page, await world.doorPass(event));
    await tabTo(page, "Ticket code");
    await page.keyboard.type(code);
    await tabTo(page, "Check in");
    await page.keyboard.press("Enter");
    const verdict = page.getByRole("status");
    await expect(verdict).toContainText("Checked in");
    await expect(page.getByRole("button", { name: "Next scan" })).toHaveCount(0);
    await tabTo(page, "Undo");
    await page.keyboard.press("Enter");
    await expect(verdict).toContainText("Undone");
  });

  test("an organiser makes a door pass and withdraws it", async ({ page, world }) => {
    const organiser = await world.organiser();
    const event = await world.event({ createdBy: organiser.id, startsAt: inDays(0.1) });
    await world.signIn(page.context(), organiser);
    await open(page, `/dashboard/events/${event.id}/door`);
    await tabTo(page, "Door");
    await tabTo(page, "Ticket code");
    await tabTo(page, "Door");
    await page.keyboard.type("North");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("textbox", { name: "Link of the pass for North" })).toBeVisible();
    await ready(page);
    await tabTo(page, "Withdraw");
    await page.keyboard.press("Enter");
    await expect(page.getByText("North (withdrawn)")).toBeVisible();
  });
});
