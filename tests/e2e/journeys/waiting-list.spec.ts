import { signIn } from "../steps";
import { button, expect, heading, open, ready, test } from "../test";

test("whoever waits for a full event gets the ticket that somebody gives back, and others do not", async ({
  page,
  openBrowser,
  world,
}) => {
  const event = await world.event({ name: "Supper", capacity: 1 });
  const holder = await world.account({ name: "Ada" });
  const ticket = await world.ticket({ eventId: event.id, holderId: holder.id });
  const [waiting, late] = [await world.account({ name: "Ben" }), await world.account({ name: "Cleo" })];

  // Signed out, they come back to the event after signing in.
  await open(page, `/events/${event.id}`);
  await expect(button(page, "Request ticket")).toHaveCount(0);
  await expect(page.getByLabel("Until")).toHaveValue("2h");
  await button(page, "Join the waiting list").click();
  await expect(heading(page, "Sign in")).toBeVisible();
  await signIn(page, waiting.email);
  await expect(heading(page, "Supper")).toBeVisible();
  await ready(page);
  await page.getByLabel("Until").selectOption("start");
  await button(page, "Join the waiting list").click();
  await expect(page.getByRole("status").filter({ hasText: "You are on the waiting list." })).toBeVisible();
  await expect(page.getByText(/^You wait until/)).toBeVisible();
  await world.mailTo(waiting.email, /^You are on the waiting list: Supper$/);

  const giver = await openBrowser(holder);
  await open(giver, `/tickets/${ticket.id}`);
  await button(giver, "Cancel ticket").click();
  await button(giver, "Yes, cancel it").click();
  await expect(giver.getByText("This ticket is void.")).toBeVisible();
  await world.mailTo(waiting.email, /^You have a ticket now: Supper$/);
  await open(page, "/tickets");
  await expect(page.getByText(/^You wait until/)).toHaveCount(0);
  await page.getByRole("link", { name: "Show ticket" }).click();
  await expect(heading(page, "Supper")).toBeVisible();

  const other = await openBrowser(late);
  await open(other, `/events/${event.id}`);
  await expect(other.getByText("FULL", { exact: true })).toBeVisible();
  await button(other, "Join the waiting list").click();
  await expect(heading(other, "My tickets")).toBeVisible();
  await ready(other);
  await button(other, "Leave the waiting list").click();
  await expect(other.getByRole("status").filter({ hasText: "You have left" })).toBeVisible();
  await expect(button(other, "Leave the waiting list")).toHaveCount(0);
});

test("an organiser takes a ticket back with a reason, removes somebody who waits, and allows another ticket", async ({
  page,
  openBrowser,
  world,
}) => {
  const organiser = await world.organiser();
  const event = await world.event({ createdBy: organiser.id, name: "Supper", capacity: 1 });
  const holder = await world.account({ name: "Mary Somerville" });
  const ticket = await world.ticket({ eventId: event.id, holderId: holder.id });
  const names = ["First Waiting", "Second Waiting"];
  for (const name of names) {
    const person = await openBrowser(await world.account({ name }));
    await open(person, `/events/${event.id}`);
    await button(person, "Join the waiting list").click();
    await expect(heading(person, "My tickets")).toBeVisible();
  }

  await world.signIn(page.context(), organiser);
  await open(page, `/dashboard/events/${event.id}`);
  const list = page.locator("#waiting-list").getByRole("listitem");
  await expect(list).toHaveText([/^1\. First Waiting/, /^2\. Second Waiting/]);
  const mary = page.locator("#attendees").getByRole("listitem").filter({ hasText: "Mary Somerville" });
  await button(mary, "Take ticket back").click();
  await ready(page);
  await mary.getByLabel("Reason").fill("You told us that you cannot come");
  await button(mary, "Yes, take it back").click();
  await expect(page.getByRole("status").filter({ hasText: "Ticket taken back." })).toBeVisible();
  const mail = await world.mailTo(holder.email, /^Your ticket was taken back: Supper$/);
  expect(mail.text).toContain("You told us that you cannot come");
  await expect(page.locator("#attendees")).toContainText("First Waiting");
  await ready(page);
  await button(list.filter({ hasText: "Second Waiting" }), "Remove…").click();
  await button(list.filter({ hasText: "Second Waiting" }), "Remove from the list").click();
  await expect(page.getByText("Nobody is waiting.")).toBeVisible();

  const mine = await openBrowser(holder);
  await open(mine, `/tickets/${ticket.id}`);
  await expect(mine.getByText(/took it back\. Reason: You told us/)).toBeVisible();
  await open(mine, `/events/${event.id}`);
  await button(mine, "Join the waiting list").click();
  await expect(mine.getByText(/An organiser of this event took your ticket back/)).toBeVisible();

  await ready(page);
  await button(page, "Allow a new ticket").click();
  await expect(
    page.getByRole("status").filter({ hasText: "They can request a ticket again." }),
  ).toBeVisible();
  await open(mine, `/events/${event.id}`);
  await button(mine, "Join the waiting list").click();
  await expect(heading(mine, "My tickets")).toBeVisible();
});
