import { cancelTicket, codeOn, confirmByMail, newEmail, register, requestTicket, signIn } from "../steps";
import { button, expect, heading, open, ready, test } from "../test";
import { inDays } from "../world";

test("an attendee registers for a ticket, gets it, cancels it and gets another", async ({ page, world }) => {
  const event = await world.event({ name: "An evening of “analytical” engines & <b>" });
  const email = newEmail("attendee");
  await open(page, "/");
  await page.getByRole("link", { name: event.name }).click();
  await expect(heading(page, event.name)).toBeVisible();
  await ready(page);
  await button(page, "Request ticket").click();
  await expect(heading(page, "Sign in")).toBeVisible();
  await page.getByRole("link", { name: "Create an account" }).click();
  await expect(heading(page, "Create an account")).toBeVisible();
  await register(page, { name: "Ada", email });
  await confirmByMail(world, page, email);
  await expect(page).toHaveURL(`${world.url}/events/${event.id}`);

  await ready(page);
  await button(page, "Request ticket").click();
  await expect(page).toHaveURL(/\/tickets\/[0-9a-z]+$/);
  const first = page.url();
  const code = await codeOn(page);
  await expect(page.getByRole("img", { name: /^QR code/ })).toBeVisible();
  await expect(page.getByRole("img", { name: /^Barcode/ })).toBeVisible();
  const mail = await world.mailTo(email, /^Your ticket for/);
  expect(mail.text?.replaceAll(" ", "")).toContain(code);

  await cancelTicket(page);
  await expect(page).toHaveURL(first);
  await expect(page.getByRole("img", { name: /QR code|Barcode/ })).toHaveCount(0);
  await world.mailTo(email, /^Your ticket is cancelled/);
  const again = await requestTicket(page, event.id);
  expect(again).not.toBe(first);
  expect(await codeOn(page)).not.toBe(code);

  await open(page, "/tickets");
  await page.getByText("Past and void tickets").click();
  await expect(page.getByRole("link", { name: event.name })).toHaveCount(2);
  await page.goto(first);
  await expect(page.getByText("This ticket is void.")).toBeVisible();
});

test("a second request leads to the same ticket", async ({ page, world }) => {
  const attendee = await world.account();
  const event = await world.event({ capacity: 1 });
  await world.signIn(page.context(), attendee);
  const other = await page.context().newPage();
  await open(other, `/events/${event.id}`);
  const ticket = await requestTicket(page, event.id);
  // The event became FULL after this page was opened.
  await button(other, "Request ticket").click();
  await expect(other).toHaveURL(ticket);
});

test("an organiser account gets an explanation instead of a ticket", async ({
  page,
  world,
  javaScriptEnabled,
}) => {
  const event = await world.event();
  await world.signIn(page.context(), await world.organiser());
  await open(page, `/events/${event.id}`);
  if (javaScriptEnabled) await expect(button(page, "Request ticket")).toHaveCount(0);
  else await button(page, "Request ticket").click();
  await expect(page.getByText("Tickets are for attendee accounts")).toBeVisible();
  await expect(heading(page, event.name)).toBeVisible();
});

test("everybody sees FULL and the last spaces, and nothing else", async ({ page, openBrowser, world }) => {
  const attendee = await world.account();
  const events = {
    full: await world.event({ name: "Quite full", capacity: 30, allocated: 30 }),
    last: await world.event({ name: "Nearly full", capacity: 100, allocated: 95 }),
    quiet: await world.event({ name: "Plenty of space", capacity: 1 }),
    over: await world.event({ name: "Was full", capacity: 30, allocated: 30, startsAt: inDays(-1) }),
  };
  const row = (name: string) => page.getByRole("listitem").filter({ hasText: name });
  await open(page, "/?q=full");
  await expect(row("Quite full")).toContainText("FULL");
  await expect(row("Nearly full")).not.toContainText("last");
  await expect(row("Was full")).toHaveCount(0);

  const holder = await openBrowser(attendee);
  await requestTicket(holder, events.last.id);
  await requestTicket(holder, events.quiet.id);
  await page.reload();
  await expect(row("Nearly full")).toContainText("last 4 spaces");
  await open(page, "/?q=plenty+of+space");
  await expect(row("Plenty of space")).toContainText("FULL");

  await open(page, `/events/${events.full.id}`);
  await expect(page.getByText("FULL", { exact: true })).toBeVisible();
  await expect(button(page, "Request ticket")).toHaveCount(0);
  await open(page, `/events/${events.last.id}`);
  await expect(page.getByText("last 4 spaces", { exact: true })).toBeVisible();
  await open(page, `/events/${events.over.id}`);
  await expect(page.getByText("FULL", { exact: true })).toHaveCount(0);
});

test("only its holder sees a ticket, and signed-out visitors go to sign-in and back", async ({
  page,
  openBrowser,
  world,
}) => {
  const holder = await world.account();
  const { createdBy, id: eventId } = await world.event();
  const ticket = await world.ticket({ eventId, holderId: holder.id });
  const organiser = await openBrowser({ ...(await world.account()), id: createdBy });
  await organiser.goto(`/tickets/${ticket.id}`);
  await expect(heading(organiser, "Page not found")).toBeVisible();

  await page.goto(`/tickets/${ticket.id}`);
  await expect(heading(page, "Sign in")).toBeVisible();
  await signIn(page, holder.email);
  await expect(page).toHaveURL(`${world.url}/tickets/${ticket.id}`);
  expect(await codeOn(page)).toBe(ticket.code);
});
