import { addMonths } from "@/lib/time/calendar-days";
import { formatDate, formatMonth } from "@/lib/time/format";
import { toWallTime } from "@/lib/time/wall-time";
import { drawPicture } from "@/tests/harness/pictures";
import { dateIn, expectCreated, fillEvent, requestTicket } from "../steps";
import { button, expect, heading, open, ready, runsScripts, test } from "../test";
import { inDays, linkIn } from "../world";

test("an organiser creates an event, which is on the public list at once", async ({
  page,
  openBrowser,
  world,
}) => {
  await world.signIn(page.context(), await world.organiser());
  await open(page, "/dashboard");
  await page.getByRole("link", { name: "New event" }).click();
  await expect(heading(page, "New event")).toBeVisible();
  await expect(page.getByText("cannot be changed later")).toBeVisible();
  await expect(page.getByLabel("Time zone")).toHaveValue("Europe/London");
  await fillEvent(page, {
    name: "Soirée numéro un",
    date: dateIn(40),
    time: "18:15",
    timeZone: "kathmandu",
    description: "First paragraph.\n\nSee https://example.org/soiree.",
  });
  if (runsScripts())
    await expect(page.getByRole("status")).toHaveText(/, in \d\d days, 18:15–19:45 GMT\+5:45$/);
  await button(page, "Create event").click();
  await expectCreated(page);
  await expect(heading(page, "Soirée numéro un")).toBeVisible();
  await expect(page.getByRole("main")).toContainText("0 / 50");

  const visitor = await openBrowser();
  await open(visitor, "/");
  await visitor.getByLabel("Search").fill("soiree NUMERO");
  await button(visitor, "Search").click();
  await visitor.getByRole("link", { name: "Soirée numéro un" }).click();
  await expect(heading(visitor, "Soirée numéro un")).toBeVisible();
  await expect(visitor.getByRole("main")).toContainText("18:15–19:45 GMT+5:45");
  await expect(visitor.getByRole("link", { name: "https://example.org/soiree" })).toBeVisible();
  await expect(visitor.getByRole("main")).not.toContainText("50");
});

test("a visitor finds an event by its day in the calendar", async ({ page, world }) => {
  const event = await world.event({ name: "Kalends concert", startsAt: inDays(40) });
  const { date } = toWallTime(event.startsAt, event.timeZone);
  // A search, because the list without one may be in memory.
  await open(page, "/?q=kalends");
  const calendar = page.getByRole("region", { name: "Calendar" });
  let month = toWallTime(new Date(), event.timeZone).date.slice(0, 7);
  while (month < date.slice(0, 7)) {
    month = addMonths(month, 1);
    await calendar.getByRole("link", { name: "Next month" }).click();
    await expect(calendar.getByRole("heading")).toHaveText(formatMonth(month));
  }
  const day = calendar.getByRole("link", { name: `Events on ${formatDate(date)}` });
  await day.click();
  await expect(day).toHaveAttribute("aria-current", "date");
  await page.getByRole("link", { name: event.name }).click();
  await expect(heading(page, event.name)).toBeVisible();
});

test("a draft keeps its picture, and creating its event announces it", async ({
  page,
  openBrowser,
  world,
}) => {
  await world.signIn(page.context(), await world.organiser());
  await open(page, "/dashboard/events/new");
  await page.getByLabel("Event name").fill("Lantern walk");
  await page.getByLabel("Description").fill("Bring **a lantern**.");
  await page.getByLabel("Time zone").fill("not yet certain");
  const buffer = await drawPicture("png");
  await page.getByLabel("Picture").setInputFiles({ name: "a.png", mimeType: "image/png", buffer });
  if (!runsScripts()) await button(page, "Preview").click();
  const preview = page.getByRole("region", { name: "Preview" });
  await expect(preview.getByText("a lantern", { exact: true })).toBeVisible();
  await ready(page);
  await button(page, "Save draft").click();
  await expect(page.getByText("Draft saved.")).toBeVisible();
  await expect(page.getByLabel("Time zone")).toHaveValue("not yet certain");
  const picture = page.locator("form img").first();
  await expect
    .poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth))
    .toBeGreaterThan(0);
  const eventPage = page.url().replace(/.*(\/events\/[0-9a-z]+)\/edit.*/, "$1");
  const visitor = await openBrowser();
  expect((await visitor.goto(eventPage))?.status()).toBe(404);

  await open(page, "/dashboard");
  await page.getByRole("link", { name: "Lantern walk" }).click();
  await fillEvent(page, { name: "Lantern walk", date: dateIn(40), description: "Bring **a lantern**." });
  await button(page, "Create event").click();
  await expect(page).toHaveURL(new RegExp(`/dashboard${eventPage}(\\?done=created)?$`));
  await open(visitor, eventPage);
  await expect(visitor.getByText("a lantern", { exact: true })).toBeVisible();
  await expect(visitor.getByRole("main")).toContainText("Lantern walk");
});

test("a draft is deleted in two steps", async ({ page, world }) => {
  const owner = await world.organiser();
  const draft = await world.draft({ ownerId: owner.id, fields: { name: "Never mind" } });
  await world.signIn(page.context(), owner);
  await open(page, `/dashboard/events/${draft.id}`);
  await expect(heading(page, "Never mind")).toBeVisible();
  await ready(page);
  await button(page, "Delete draft").click();
  await button(page, "Yes, delete this draft").click();
  await expect(page.getByRole("status")).toHaveText("Draft deleted.");
  await expect(page.getByText("Never mind")).toHaveCount(0);
});

test("a cancelled event shows it, its tickets are void and every holder gets a mail", async ({
  page,
  openBrowser,
  world,
}) => {
  const organiser = await world.organiser();
  const event = await world.event({ createdBy: organiser.id, name: "Regatta" });
  const holders = [await world.account({ name: "Ada" }), await world.account({ name: "Ben" })];
  const tickets = await Promise.all(
    holders.map(({ id }) => world.ticket({ eventId: event.id, holderId: id })),
  );

  await world.signIn(page.context(), organiser);
  await open(page, `/dashboard/events/${event.id}`);
  await button(page, "Cancel event").click();
  await page.getByLabel("Reason").fill("The river <is> frozen.");
  await button(page, "Yes, cancel this event").click();
  await expect(page.getByRole("main")).toContainText("2 tickets became void");
  await expect(page.getByText("Cancelled", { exact: true }).first()).toBeVisible();
  await expect(button(page, "Yes, cancel this event")).toHaveCount(0);

  for (const [index, holder] of holders.entries()) {
    const mail = await world.mailTo(holder.email, /^Event cancelled: Regatta$/);
    expect(mail.envelopeTo).toEqual([holder.email]);
    expect(mail.text).toContain("The river <is> frozen.");
    const browser = await openBrowser(holder);
    await open(browser, `/tickets/${tickets[index]?.id}`);
    await expect(browser.getByText("This ticket is void.")).toBeVisible();
    await expect(browser.getByText("The river <is> frozen.")).toBeVisible();
  }
  const visitor = await openBrowser();
  await open(visitor, `/events/${event.id}`);
  await expect(visitor.getByText("Cancelled", { exact: true })).toBeVisible();
  await expect(visitor.getByText("The river <is> frozen.")).toBeVisible();
  await expect(button(visitor, "Request ticket")).toHaveCount(0);
});

test("a new location is mailed to every holder", async ({ page, world }) => {
  const organiser = await world.organiser();
  const event = await world.event({ createdBy: organiser.id });
  const holder = await world.account();
  await world.ticket({ eventId: event.id, holderId: holder.id });
  await world.signIn(page.context(), organiser);
  await open(page, `/dashboard/events/${event.id}`);
  await page.getByRole("link", { name: "Edit event" }).click();
  await expect(heading(page, "Edit event")).toBeVisible();
  await expect(page.getByLabel("Date", { exact: true })).toHaveCount(0);
  await ready(page);
  await page.getByLabel("Location").fill("The Small Hall");
  await button(page, "Save changes").click();
  await expect(page.getByRole("status")).toHaveText("Changes saved.");
  await expect(page.getByText("The Small Hall")).toBeVisible();
  const mail = await world.mailTo(holder.email, /^New location: /);
  expect(mail.text).toContain("The Small Hall");
  await open(page, linkIn(mail, "/tickets/"));
});

test("duplicating an event starts a new one with the same details", async ({ page, world }) => {
  const organiser = await world.organiser();
  const event = await world.event({
    createdBy: organiser.id,
    name: "Twice",
    description: "Once more",
    capacity: 77,
    timeZone: "Asia/Tokyo",
  });
  await world.signIn(page.context(), organiser);
  await open(page, `/dashboard/events/${event.id}`);
  await page.getByRole("link", { name: "Duplicate event" }).click();
  await expect(heading(page, "Duplicate event")).toBeVisible();
  await expect(page.getByLabel("Event name")).toHaveValue("Twice");
  await expect(page.getByLabel("Description")).toHaveValue("Once more");
  await expect(page.getByLabel("Capacity")).toHaveValue("77");
  await expect(page.getByLabel("Time zone")).toHaveValue("Asia/Tokyo");
  await expect(page.getByLabel("Hours")).toHaveValue("1");
  await expect(page.getByLabel("Minutes")).toHaveValue("30");
  await ready(page);
  await page.getByLabel("Date", { exact: true }).fill(dateIn(60));
  await button(page, "Create event").click();
  await expectCreated(page);
  expect(page.url()).not.toContain(event.id);
  await open(page, "/dashboard");
  await expect(page.getByRole("listitem").filter({ hasText: "Twice" })).toHaveCount(2);
});

test("the organisers are mailed when the last spaces begin to show and when it is FULL", async ({
  openBrowser,
  world,
}) => {
  const organiser = await world.organiser();
  const event = await world.event({ createdBy: organiser.id, name: "Popular", capacity: 25, allocated: 23 });
  const [first, second] = [
    await openBrowser(await world.account()),
    await openBrowser(await world.account()),
  ];
  await requestTicket(first, event.id);
  const near = await world.mailTo(organiser.email, /^Nearly full, last 1 space: Popular$/);
  await open(first, `/events/${event.id}`);
  await requestTicket(second, event.id);
  await world.mailTo(organiser.email, /^Your event is full: Popular$/);
  expect(linkIn(near, `/dashboard/events/${event.id}`)).toBeTruthy();
});
