import { dateIn, expectCreated, fillEvent } from "../steps";
import { button, expect, open, test } from "../test";

test("a form shows a failed connection and keeps its values", async ({ page, noise, world }) => {
  noise.allow(/ERR_INTERNET_DISCONNECTED/);
  await world.signIn(page.context(), await world.organiser());
  await open(page, "/dashboard/events/new");
  await fillEvent(page, {
    name: "From a train",
    date: dateIn(9),
    timeZone: "Asia/Tokyo",
    description: "Kept",
  });
  await page.context().setOffline(true);
  await button(page, "Create event").click();
  const notice = page.getByRole("alert").filter({ hasText: "could not be sent" });
  await expect(notice).toBeFocused();
  await expect(page.getByLabel("Event name")).toHaveValue("From a train");
  await expect(page.getByLabel("Date", { exact: true })).toHaveValue(dateIn(9));
  await expect(page.getByLabel("Time zone")).toHaveValue("Asia/Tokyo");
  await expect(page.getByLabel("Description")).toHaveValue("Kept");

  await page.context().setOffline(false);
  await button(page, "Create event").click();
  await expectCreated(page);
  await expect(page.getByRole("main")).toContainText("JST");
});

test("a double click creates one ticket and one mail", async ({ page, world }) => {
  const attendee = await world.account();
  const event = await world.event({ name: "Clicked twice" });
  await world.signIn(page.context(), attendee);
  await open(page, `/events/${event.id}`);
  await button(page, "Request ticket").dblclick();
  await expect(page).toHaveURL(/\/tickets\/[0-9a-z]+$/);
  await open(page, "/tickets");
  await expect(page.getByRole("link", { name: "Clicked twice" })).toHaveCount(1);
  await world.mailTo(attendee.email, /^Your ticket for Clicked twice$/);
  expect(world.smtp.messages.filter(({ envelopeTo }) => envelopeTo.includes(attendee.email))).toHaveLength(1);
});

test("fields are checked when they lose the focus, and corrections remove the error", async ({ page }) => {
  await open(page, "/register");
  const email = page.getByLabel("Email");
  await email.fill("ada@");
  await page.getByLabel("Password").focus();
  const line = page.getByText("Enter an email address such as name@example.org.");
  await expect(line).toBeVisible();
  await expect(email).toHaveAttribute("aria-invalid", "true");
  await email.fill("ada@example.org");
  await expect(line).toHaveCount(0);
});

test("an event links holders to their ticket and organisers to its dashboard", async ({
  page,
  openBrowser,
  world,
}) => {
  const organiser = await world.organiser();
  const holder = await world.account();
  const event = await world.event({ createdBy: organiser.id });
  const ticket = await world.ticket({ eventId: event.id, holderId: holder.id });
  await world.signIn(page.context(), holder);
  await open(page, `/events/${event.id}`);
  await expect(button(page, "Request ticket")).toHaveCount(0);
  await page.getByRole("link", { name: "View your ticket" }).click();
  await expect(page).toHaveURL(`${world.url}/tickets/${ticket.id}`);

  const other = await openBrowser(organiser);
  await open(other, `/events/${event.id}`);
  await other.getByRole("link", { name: "Manage this event" }).click();
  await expect(other).toHaveURL(`${world.url}/dashboard/events/${event.id}`);
});
