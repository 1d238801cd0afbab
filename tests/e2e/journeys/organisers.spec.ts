import { newEmail } from "../steps";
import { button, expect, heading, open, ready, test } from "../test";

test("an attendee is made an organiser in the list, manages the event, and is removed again", async ({
  page,
  openBrowser,
  world,
}) => {
  const organiser = await world.organiser();
  const event = await world.event({ createdBy: organiser.id, name: "Choir" });
  const attendee = await world.account({ name: "Mary Somerville" });
  await world.ticket({ eventId: event.id, holderId: attendee.id });
  const promoted = await openBrowser(attendee);
  const managePage = `/dashboard/events/${event.id}`;
  await promoted.goto(managePage);
  await expect(heading(promoted, "Page not found")).toBeVisible();

  await world.signIn(page.context(), organiser);
  await open(page, managePage);
  await page.getByRole("searchbox", { name: "Search attendees" }).fill("somer");
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page).toHaveURL(/q=somer/);
  const row = page.getByRole("listitem").filter({ hasText: "Mary Somerville" });
  await expect(row).toHaveCount(1);
  await ready(page);
  await button(row, "Make organiser…").click();
  await button(row, "Make organiser").click();
  await expect(button(row, "Remove organiser")).toHaveCount(2);
  await world.mailTo(attendee.email, /^You are now an organiser of Choir$/);

  await open(promoted, "/dashboard");
  await promoted.getByRole("link", { name: "Choir" }).click();
  await expect(heading(promoted, "Choir")).toBeVisible();
  await promoted.getByRole("link", { name: "Edit event" }).click();
  await expect(heading(promoted, "Edit event")).toBeVisible();
  await ready(promoted);
  await promoted.getByLabel("Event name").fill("Choir and organ");
  await button(promoted, "Save changes").click();
  await expect(heading(promoted, "Choir and organ")).toBeVisible();
  await promoted.goto("/dashboard/events/new");
  await expect(heading(promoted, "Page not found")).toBeVisible();

  await open(page, managePage);
  await button(row, "Remove organiser").first().click();
  await expect(button(row, "Make organiser…")).toBeVisible();
  await world.mailTo(attendee.email, /^You are no longer an organiser of Choir and organ$/);
  await promoted.goto(managePage);
  await expect(heading(promoted, "Page not found")).toBeVisible();
});

test("an edit begun before somebody else's change shows it, keeps what was typed, and can then be saved", async ({
  page,
  openBrowser,
  world,
}) => {
  const organiser = await world.organiser();
  const event = await world.event({ createdBy: organiser.id, name: "Regatta" });
  await world.signIn(page.context(), organiser);
  const elsewhere = await openBrowser(organiser);
  for (const each of [page, elsewhere]) await open(each, `/dashboard/events/${event.id}/edit`);
  await elsewhere.getByLabel("Location").fill("Pier 7");
  await button(elsewhere, "Save changes").click();
  await expect(heading(elsewhere, "Regatta")).toBeVisible();

  await page.getByLabel("Event name").fill("Night regatta");
  await button(page, "Save changes").click();
  const notice = page.getByRole("alert").filter({ hasText: "This event" });
  await expect(notice).toContainText("was changed after you opened this form");
  await expect(notice).toContainText("Pier 7");
  await expect(page.getByLabel("Event name")).toHaveValue("Night regatta");
  await ready(page);
  await page.getByLabel("Location").fill("Pier 7");
  await button(page, "Save changes").click();
  await expect(heading(page, "Night regatta")).toBeVisible();
  await expect(page.getByText("Pier 7")).toBeVisible();
});

test("any attendee account is made an organiser by its exact address", async ({
  page,
  openBrowser,
  world,
}) => {
  const organiser = await world.organiser();
  const event = await world.event({ createdBy: organiser.id, name: "Ballet" });
  const helper = await world.account({ name: "Hedy", email: newEmail("hedy") });
  await world.signIn(page.context(), organiser);
  await open(page, `/dashboard/events/${event.id}`);
  await page.getByLabel("Email").fill(helper.email.toUpperCase());
  await button(page, "Add organiser").click();
  await expect(page.getByRole("listitem").filter({ hasText: helper.email })).toBeVisible();
  await world.mailTo(helper.email, /^You are now an organiser of Ballet$/);

  const browser = await openBrowser(helper);
  await open(browser, `/dashboard/events/${event.id}`);
  // Added organisers can remove themselves, but not the creator.
  await expect(button(browser, "Remove organiser")).toHaveCount(1);
  await button(browser, "Remove organiser").click();
  await expect(browser.getByRole("status")).toHaveText("You no longer organise that event.");
  await expect(browser.getByText("You don’t organise any events yet")).toBeVisible();
});

test("organisers see an undeliverable mail and send it again", async ({ page, world }) => {
  const organiser = await world.organiser();
  const event = await world.event({ createdBy: organiser.id });
  const helper = await world.account({ email: newEmail("unreachable") });
  world.smtp.failWith("rcpt", 550, helper.email);
  try {
    await world.signIn(page.context(), organiser);
    await open(page, `/dashboard/events/${event.id}`);
    await page.getByLabel("Email").fill(helper.email);
    await button(page, "Add organiser").click();
    const dead = page.getByRole("heading", { name: "Undelivered emails" });
    await expect(async () => {
      await page.reload();
      await expect(dead).toBeVisible({ timeout: 200 });
    }).toPass();
    world.smtp.heal();
    await ready(page);
    await button(page, "Send again").click();
    await world.mailTo(helper.email, /^You are now an organiser/);
    await expect(dead).toHaveCount(0);
  } finally {
    world.smtp.heal();
  }
});

test("an organiser previews a message, changes and sends it, and sees that it arrived", async ({
  page,
  world,
}) => {
  const organiser = await world.organiser();
  const event = await world.event({ createdBy: organiser.id, name: "Lantern walk" });
  const holder = await world.account();
  await world.ticket({ eventId: event.id, holderId: holder.id });
  await world.signIn(page.context(), organiser);
  await open(page, `/dashboard/events/${event.id}`);
  await page.getByRole("navigation", { name: "Sections" }).getByRole("link", { name: "Messages" }).click();
  await expect(heading(page, "Messages")).toBeVisible();
  await ready(page);
  await page.getByLabel("To", { exact: true }).selectOption({ label: "Ticket holders" });
  await page.getByLabel("Subject").fill("Bring a lantern");
  await page.getByLabel("Message", { exact: true }).fill("It is dark.");
  await button(page, "Preview").click();
  const preview = page.getByRole("region", { name: "Preview" });
  await expect(preview).toContainText("1 ticket holder");
  await page.getByLabel("Message", { exact: true }).fill("It is dark.\n\nAnd cold.");
  await button(page, "Preview").click();
  await expect(preview).toContainText("And cold.");
  await button(page, "Send message").click();
  await expect(page.getByText("Message sent.")).toBeVisible();
  const mail = await world.mailTo(holder.email, /^Bring a lantern$/);
  expect(mail.text).toContain("It is dark.\n\nAnd cold.");
  await expect(async () => {
    await page.reload();
    await expect(page.getByText("1 delivered")).toBeVisible({ timeout: 200 });
  }).toPass();
});
