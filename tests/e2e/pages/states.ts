import type { Page } from "@playwright/test";
import {
  addPasskey,
  addVirtualAuthenticator,
  dateIn,
  newEmail,
  register,
  showKey,
  signIn,
  startPasskey,
  turnOnTwoSteps,
} from "../steps";
import { button, expect, heading, open, ready } from "../test";
import { type Account, inDays, linkIn, type World } from "../world";

type Tools = { world: World; openBrowser: (who?: Account) => Promise<Page> };

/** One page in one state, and its HTTP status. */
export type PageState = { name: string; status?: number; open: (tools: Tools) => Promise<Page> };

const longName = `${"Ein außerordentlich langer Veranstaltungsname über Donaudampfschifffahrtsgesellschaftskapitäne".slice(0, 95)} & <b>日本語 العربية`;

const description = [
  "Three courses, two sets and one very patient drummer.",
  "Menus: https://example.org/a/rather/long/address/that-does-not-break/because-it-has-no-spaces-at-all",
  "Doors open half an hour before.\nBring a coat.",
].join("\n\n");

/** Everything that a description can have, and what must not leave its box. */
const formatted = [
  "# The **menu**\n## Starters\n### Soups",
  "- leek and *potato*\n- tomato\n  1. cold\n  2. hot",
  "2030. [the wine list](https://example.org/wine)",
  "x".repeat(600),
  "مرحبا بكم في الحفل. نرحب بالجميع.",
].join("\n\n");

const openForAnyone =
  (path: string) =>
  async ({ openBrowser }: Tools) => {
    const page = await openBrowser();
    await open(page, path);
    return page;
  };

type EventFacts = Parameters<World["event"]>[0];

const eventPage =
  (facts: EventFacts) =>
  async ({ world, openBrowser }: Tools) => {
    const { id } = await world.event(facts);
    const page = await openBrowser();
    await open(page, `/events/${id}`);
    return page;
  };

const ticketPage =
  (of: EventFacts, void_?: "cancelled-by-holder" | "taken-back") =>
  async ({ world, openBrowser }: Tools) => {
    const holder = await world.account();
    const event = await world.event({ name: "Northmoor Jazz Supper", ...of });
    const voided = void_ && { voidedAt: new Date(), voidedBecause: void_, voidedReason: "You are two." };
    const ticket = await world.ticket({ eventId: event.id, holderId: holder.id, ...voided });
    const page = await openBrowser(holder);
    await open(page, `/tickets/${ticket.id}`);
    return page;
  };

const cancelled = { cancelledAt: new Date(), cancelReason: "The hall is flooded.\nWe are sorry." };

const signedIn =
  (path: string, given: Partial<Account> = {}) =>
  async ({ world, openBrowser }: Tools) => {
    const page = await openBrowser(await world.account(given));
    await open(page, path);
    return page;
  };

/** An organiser's page of an event with attendees, a second organiser and few spaces left. */
const managed =
  (path: (eventId: string) => string, facts: EventFacts = {}) =>
  async ({ world, openBrowser }: Tools) => {
    const organiser = await world.organiser();
    const event = await world.event({ createdBy: organiser.id, name: longName, description, ...facts });
    if (!facts?.cancelledAt) {
      for (const name of ["Mary Somerville", "O'Brien & Sons <b>", "Ὑπατία ἡ Ἀλεξανδρεύς"]) {
        const holder = await world.account({ name });
        await world.ticket({ eventId: event.id, holderId: holder.id });
      }
      const helper = await world.account({ name: "Hedy Lamarr" });
      await world.ticket({ eventId: event.id, holderId: helper.id });
      await world.promote(event, helper);
    }
    const page = await openBrowser(organiser);
    await open(page, path(event.id));
    return page;
  };

const manage = (id: string) => `/dashboard/events/${id}`;

/** A page of a full event with people on its waiting list, somebody without a ticket, and arrivals. */
const waitedFor =
  (path: (eventId: string) => string, who: "organiser" | "waiting", facts: EventFacts = {}) =>
  async ({ world, openBrowser }: Tools) => {
    const organiser = await world.organiser();
    const soon = { name: longName, capacity: 2, startsAt: inDays(0.1) };
    const event = await world.event({ createdBy: organiser.id, ...soon, ...facts });
    const [ada, ben, cleo, dora] = await Promise.all(
      ["Ada", "Ben", longName.slice(0, 80), "Dora"].map((name) => world.account({ name })),
    );
    if (!ada || !ben || !cleo || !dora) throw new Error("nobody");
    const ticket = await world.ticket({ eventId: event.id, holderId: ada.id });
    await world.ticket({ eventId: event.id, holderId: ben.id });
    const takenBack = { voidedAt: new Date(), voidedBecause: "taken-back", voidedReason: "Sold on" } as const;
    await world.ticket({ eventId: event.id, holderId: dora.id, ...takenBack });
    await world.exclusion(event, dora);
    await world.waiting(event, [cleo, await world.account({ name: "Emil" })]);
    await world.checkIn(ticket, organiser);
    const page = await openBrowser(who === "organiser" ? organiser : cleo);
    await open(page, path(event.id));
    return page;
  };

const statistics = (id: string) => `${manage(id)}/statistics`;

/** A helper's page of a door, with a valid code in its field. */
const doorPage =
  (facts: EventFacts = {}) =>
  async ({ world, openBrowser }: Tools) => {
    const event = await world.event({ name: longName, startsAt: inDays(0.1), ...facts });
    const holder = await world.account({ name: "Augusta Ada King, Countess of Lovelace, née Byron" });
    const { code } = await world.ticket({ eventId: event.id, holderId: holder.id });
    const page = await openBrowser();
    await open(page, await world.doorPass(event));
    await page.getByLabel("Ticket code").fill(code);
    return page;
  };
const messages = (id: string) => `${manage(id)}/messages`;

/** The preview of a message with words that are long, or run from right to left. */
async function previewed(tools: Tools) {
  const page = await managed(messages)(tools);
  await page.getByLabel("Subject").fill("Doors open at seven, and everybody is asked to bring a lantern");
  const words = ["Bring a lantern.\nAnd a coat.", "x".repeat(600), "مرحبا بكم في الحفل. نرحب بالجميع."];
  await page.getByLabel("Message", { exact: true }).fill(words.join("\n\n"));
  await button(page, "Preview").click();
  await expect(page.getByRole("region", { name: "Preview" })).toBeVisible();
  return page;
}

/** The page of the second step, after the right password. */
async function halfSignedIn({ world, openBrowser }: Tools) {
  const account = await world.account();
  await turnOnTwoSteps(await openBrowser(account));
  const page = await openBrowser();
  await open(page, "/sign-in");
  await signIn(page, account.email);
  await expect(heading(page, "Enter your code")).toBeVisible();
  await ready(page);
  return page;
}

export const publicStates: PageState[] = [
  {
    name: "list",
    open: async (tools) => {
      const { world } = tools;
      await world.event({ name: longName, startsAt: inDays(2), location: "Refectory, Old College" });
      await world.event({ name: "Jazz Supper", startsAt: inDays(3), capacity: 30, allocated: 30 });
      await world.event({ name: "Letterpress", startsAt: inDays(3), capacity: 100, allocated: 97 });
      await world.event({ name: "Dawn chorus", startsAt: inDays(4), timeZone: "Australia/Adelaide" });
      return openForAnyone("/")(tools);
    },
  },
  {
    name: "list-nothing-found",
    open: openForAnyone("/?q=nothing+is+called+so&from=2026-01-01&to=2026-01-02"),
  },
  { name: "list-beyond-its-end", open: openForAnyone("/?page=500") },
  { name: "list-no-such-page", status: 404, open: openForAnyone("/?page=501") },
  { name: "event", open: eventPage({ name: longName, description, durationMinutes: 60 * 51 }) },
  { name: "event-formatted", open: eventPage({ description: formatted, contact: "https://example.org/a" }) },
  { name: "event-full", open: eventPage({ capacity: 30, allocated: 30 }) },
  { name: "event-last-spaces", open: eventPage({ capacity: 100, allocated: 97 }) },
  { name: "event-started", open: eventPage({ startsAt: inDays(-1), durationMinutes: 3000 }) },
  { name: "event-over", open: eventPage({ startsAt: inDays(-9) }) },
  { name: "event-cancelled", open: eventPage(cancelled) },
  { name: "event-unknown", status: 404, open: openForAnyone("/events/nothing") },
  { name: "address-unknown", status: 404, open: openForAnyone("/no/such/page") },
  { name: "register", open: openForAnyone("/register") },
  { name: "sign-in", open: openForAnyone("/sign-in") },
  { name: "sign-in-on-the-way", open: openForAnyone("/sign-in?next=%2Ftickets") },
  { name: "sign-in-confirmed", open: openForAnyone("/sign-in?confirmed=1") },
  { name: "forgot-password", open: openForAnyone("/forgot-password") },
  { name: "forgot-password-sent", open: openForAnyone("/forgot-password?sent=1") },
  { name: "verify-email-without-token", status: 410, open: openForAnyone("/verify-email") },
  { name: "verify-email-broken-link", status: 410, open: openForAnyone("/verify-email?token=nonsense") },
  { name: "reset-password-broken-link", status: 410, open: openForAnyone("/reset-password?token=nonsense") },
];

export const personalStates: PageState[] = [
  {
    name: "event-with-ticket",
    open: async ({ world, openBrowser }) => {
      const holder = await world.account();
      const event = await world.event({ description });
      await world.ticket({ eventId: event.id, holderId: holder.id });
      await world.promote(event, holder);
      const page = await openBrowser(holder);
      await open(page, `/events/${event.id}`);
      await expect(page.getByRole("link", { name: "View your ticket" })).toBeVisible();
      return page;
    },
  },
  {
    name: "event-waiting",
    open: async (tools) => {
      const page = await waitedFor((id) => `/events/${id}`, "waiting")(tools);
      await expect(button(page, "Leave the waiting list")).toBeVisible();
      return page;
    },
  },
  {
    name: "event-for-an-organiser-account",
    open: async ({ world, openBrowser }) => {
      const page = await openBrowser(await world.organiser());
      await open(page, `/events/${(await world.event()).id}`);
      await expect(page.getByText("Tickets are for attendee accounts")).toBeVisible();
      return page;
    },
  },
  {
    name: "register-refused",
    open: async (tools) => {
      const page = await openForAnyone("/register")(tools);
      await page.getByLabel("Name").fill("Ada");
      await page.getByLabel("Organiser", { exact: true }).check();
      await button(page, "Create account").click();
      await expect(page.getByText("Enter your email address.")).toBeVisible();
      return page;
    },
  },
  {
    name: "register-sent",
    open: async (tools) => {
      const page = await openForAnyone("/register")(tools);
      await register(page, { name: "Ada", email: newEmail("sent") });
      return page;
    },
  },
  {
    name: "verify-email",
    open: async (tools) => {
      const page = await openForAnyone("/register")(tools);
      const email = newEmail("verify");
      await register(page, { name: "Ada", email });
      await open(page, linkIn(await tools.world.mailTo(email, /^Confirm/), "/verify-email?token="));
      await expect(button(page, "Confirm email address")).toBeVisible();
      return page;
    },
  },
  {
    name: "sign-in-refused",
    open: async (tools) => {
      const page = await openForAnyone("/sign-in")(tools);
      await page.getByLabel("Email").fill("nobody@example.org");
      await page.getByLabel("Password").fill("wrong password");
      await button(page, "Sign in").click();
      await expect(page.getByText("Incorrect email or password")).toBeVisible();
      return page;
    },
  },
  {
    name: "sign-in-unverified",
    open: async (tools) => {
      const page = await openForAnyone("/register")(tools);
      const email = newEmail("unverified");
      await register(page, { name: "Ada", email });
      await open(page, "/sign-in");
      await page.getByLabel("Email").fill(email);
      await page.getByLabel("Password").fill("marmalade tractor violin");
      await button(page, "Sign in").click();
      await expect(page.getByText("not confirmed yet")).toBeVisible();
      return page;
    },
  },
  {
    name: "reset-password",
    open: async (tools) => {
      const { email } = await tools.world.account();
      const page = await openForAnyone("/forgot-password")(tools);
      await page.getByLabel("Email").fill(email);
      await button(page, "Send reset link").click();
      await expect(page).toHaveURL(/sent=1/);
      const mail = await tools.world.mailTo(email, /^Reset your Evento password/);
      await open(page, linkIn(mail, "/reset-password?token="));
      await expect(heading(page, "Set a new password")).toBeVisible();
      return page;
    },
  },
  { name: "tickets-none", open: signedIn("/tickets") },
  {
    name: "tickets",
    open: async ({ world, openBrowser }) => {
      const holder = await world.account();
      const give = async (facts: EventFacts, voided = {}) =>
        world.ticket({ eventId: (await world.event(facts)).id, holderId: holder.id, ...voided });
      await give({ name: longName });
      await give({ name: "Going on just now", startsAt: inDays(-1), durationMinutes: 3000 });
      await give({ name: "Long over", startsAt: inDays(-40) });
      await give({ name: "Given up" }, { voidedAt: new Date(), voidedBecause: "cancelled-by-holder" });
      await give({ name: "Called off", ...cancelled });
      const page = await openBrowser(holder);
      await open(page, "/tickets");
      return page;
    },
  },
  { name: "ticket", open: ticketPage({ name: longName }) },
  { name: "ticket-past", open: ticketPage({ startsAt: inDays(-9) }) },
  { name: "ticket-given-up", open: ticketPage({}, "cancelled-by-holder") },
  { name: "ticket-taken-back", open: ticketPage({}, "taken-back") },
  { name: "tickets-waiting", open: waitedFor(() => "/tickets", "waiting") },
  { name: "ticket-of-cancelled-event", open: ticketPage(cancelled) },
  {
    name: "ticket-asking-whether-to-cancel",
    open: async (tools) => {
      const page = await ticketPage({})(tools);
      await button(page, "Cancel ticket").click();
      return page;
    },
  },
  { name: "ticket-unknown", status: 404, open: signedIn("/tickets/nothing") },
  {
    name: "account",
    open: async ({ world, openBrowser }) => {
      const account = await world.account({ name: "Augusta Ada King, Countess of Lovelace, née Byron" });
      await openBrowser(account);
      const page = await openBrowser(account);
      await open(page, "/account?done=name");
      return page;
    },
  },
  {
    name: "account-refused",
    open: async (tools) => {
      const page = await signedIn("/account")(tools);
      await page.getByLabel("Current password").fill("not my password");
      await page.getByLabel("New password").fill("umbrella quartz saxophone");
      await button(page, "Change password").click();
      await expect(page.getByText("not your current password")).toBeVisible();
      return page;
    },
  },
  {
    name: "account-to-be-deleted",
    open: async (tools) => {
      const page = await signedIn("/account")(tools);
      await button(page, "Delete account").click();
      await page.getByLabel("Password", { exact: true }).fill("not my password");
      await button(page, "Yes, delete my account").click();
      await expect(page.getByText("This is not your password.")).toBeVisible();
      return page;
    },
  },
  { name: "two-step-off", open: signedIn("/account/two-step?stale=1") },
  {
    name: "two-step-key-refused",
    open: async (tools) => {
      const page = await signedIn("/account")(tools);
      await showKey(page);
      await page.getByLabel("Code", { exact: true }).fill("000000");
      await button(page, "Turn on two-step sign-in").click();
      await expect(page.getByText("This is not the code that your app shows now.")).toBeVisible();
      return page;
    },
  },
  {
    name: "two-step-recovery-codes",
    open: async (tools) => {
      const page = await signedIn("/account")(tools);
      await turnOnTwoSteps(page);
      return page;
    },
  },
  {
    name: "two-step-on",
    open: async (tools) => {
      const page = await signedIn("/account")(tools);
      await turnOnTwoSteps(page);
      await button(page, "I have stored them").click();
      await expect(page.getByText("10 recovery codes are left.")).toBeVisible();
      await open(page, "/account/two-step");
      await button(page, "Get new recovery codes").click();
      await button(page, "Turn off two-step sign-in").click();
      return page;
    },
  },
  {
    name: "passkey-new",
    open: async (tools) => {
      const page = await signedIn("/account")(tools);
      await startPasskey(page, longName.slice(0, 60));
      return page;
    },
  },
  {
    name: "account-with-passkeys",
    open: async (tools) => {
      const page = await signedIn("/account")(tools);
      await addVirtualAuthenticator(page);
      await addPasskey(page, longName.slice(0, 60));
      await expect(page.getByText("Passkey added.")).toBeVisible();
      await button(page, "Add a passkey").click();
      await button(page, "Remove passkey").click();
      return page;
    },
  },
  {
    name: "sign-in-passkey-refused",
    open: async (tools) => {
      const page = await openForAnyone("/sign-in")(tools);
      await addVirtualAuthenticator(page, { verified: false });
      await button(page, "Sign in with a passkey").click();
      await expect(page.getByText("No passkey was used.")).toBeVisible();
      return page;
    },
  },
  { name: "sign-in-code", open: halfSignedIn },
  {
    name: "sign-in-code-refused",
    open: async (tools) => {
      const page = await halfSignedIn(tools);
      await page.getByLabel("Code", { exact: true }).fill("000000");
      await button(page, "Sign in").click();
      await expect(page.getByText("This code is wrong")).toBeVisible();
      return page;
    },
  },
  {
    name: "sign-in-recovery-code",
    open: async (tools) => {
      const page = await halfSignedIn(tools);
      await page.getByRole("link", { name: "Use a recovery code" }).click();
      await expect(heading(page, "Enter a recovery code")).toBeVisible();
      return page;
    },
  },
  { name: "dashboard-none", open: signedIn("/dashboard", { role: "organiser" }) },
  { name: "dashboard-none-attendee", open: signedIn("/dashboard") },
  {
    name: "dashboard",
    open: async ({ world, openBrowser }) => {
      const createdBy = (await world.organiser()).id;
      await world.event({ createdBy, name: longName, capacity: 200, allocated: 87 });
      await world.event({ createdBy, name: "Jazz Supper", capacity: 30, allocated: 30 });
      await world.event({ createdBy, name: "Letterpress", capacity: 100_000, allocated: 99_997 });
      await world.event({ createdBy, name: "Long over", startsAt: inDays(-40), allocated: 7 });
      await world.event({ createdBy, name: "Called off", ...cancelled, voidedTickets: 12 });
      const page = await openBrowser({ ...(await world.account()), id: createdBy });
      await open(page, "/dashboard");
      return page;
    },
  },
  { name: "new-event", open: signedIn("/dashboard/events/new", { role: "organiser" }) },
  {
    name: "new-event-preview",
    open: async (tools) => {
      const page = await signedIn("/dashboard/events/new", { role: "organiser" })(tools);
      await page.getByLabel("Event name").fill(longName);
      await page.getByLabel("Location").fill("x".repeat(200));
      await page.getByLabel("Date", { exact: true }).fill(dateIn(40));
      await page.getByLabel("Time", { exact: true }).fill("19:30");
      await page.getByLabel("Hours").fill("50");
      await page.getByLabel("Description").fill(formatted);
      await page.setViewportSize({ width: 360, height: 800 });
      await button(page, "Preview").click();
      await expect(page.getByRole("region", { name: "Preview" })).toBeVisible();
      return page;
    },
  },
  {
    name: "draft",
    open: async ({ world, openBrowser }) => {
      const owner = await world.organiser();
      const draft = await world.draft({ ownerId: owner.id, fields: { name: longName, date: "2031-02-03" } });
      await world.draft({ ownerId: owner.id });
      const page = await openBrowser(owner);
      await open(page, "/dashboard");
      await page.getByRole("link", { name: longName }).click();
      await expect(page).toHaveURL(new RegExp(draft.id));
      return page;
    },
  },
  {
    name: "dashboard-drafts",
    open: async ({ world, openBrowser }) => {
      const owner = await world.organiser();
      await world.draft({ ownerId: owner.id, fields: { name: longName, location: "Refectory" } });
      await world.draft({ ownerId: owner.id });
      const page = await openBrowser(owner);
      await open(page, "/dashboard");
      return page;
    },
  },
  { name: "new-event-attendee", status: 404, open: signedIn("/dashboard/events/new") },
  {
    name: "new-event-refused",
    open: async (tools) => {
      const page = await signedIn("/dashboard/events/new", { role: "organiser" })(tools);
      await button(page, "Create event").click();
      await expect(page.getByText("Enter a name for the event.")).toBeVisible();
      return page;
    },
  },
  {
    name: "event-door",
    open: async ({ world, openBrowser }) => {
      const organiser = await world.organiser();
      const event = await world.event({ createdBy: organiser.id, name: longName, startsAt: inDays(0.1) });
      const holder = await world.account({ name: "Mary Somerville" });
      const ticket = await world.ticket({ eventId: event.id, holderId: holder.id });
      const other = await world.ticket({ eventId: event.id });
      await world.doorPass(event, "North entrance, by the fountain");
      await world.checkIn(ticket, organiser);
      for (const heldBecause of ["already-checked-in", "pass-ended"] as const)
        await world.checkIn(heldBecause === "pass-ended" ? other : ticket, organiser, {
          state: "held",
          heldBecause,
        });
      const page = await openBrowser(organiser);
      await open(page, `${manage(event.id)}/door?q=example.org`);
      return page;
    },
  },
  { name: "event-door-nobody-found", open: managed((id) => `${manage(id)}/door?q=nobody&done=pass`) },
  { name: "door-list", open: managed((id) => `${manage(id)}/door-list`) },
  { name: "door-pass", open: doorPage() },
  {
    name: "door-pass-checked-in",
    open: async (tools) => {
      const page = await doorPage()(tools);
      await page.getByLabel("Ticket code").press("Enter");
      await expect(page.getByRole("status")).toContainText("Checked in");
      await expect(button(page, "Next scan")).toHaveCount(0);
      return page;
    },
  },
  {
    name: "door-pass-not-valid",
    open: async (tools) => {
      const page = await doorPage()(tools);
      await page.clock.install();
      await page.getByLabel("Ticket code").fill("0000 0000 0000 0000");
      await page.getByLabel("Ticket code").press("Enter");
      await expect(button(page, "Next scan")).toBeVisible();
      return page;
    },
  },
  { name: "door-pass-ended", status: 410, open: doorPage({ startsAt: inDays(-9) }) },
  { name: "door-pass-unknown", status: 404, open: openForAnyone("/door/nothing") },
  { name: "manage-event", open: managed(manage) },
  { name: "manage-event-nobody-found", open: managed((id) => `${manage(id)}?q=nobody`) },
  { name: "manage-event-waiting-list", open: waitedFor(manage, "organiser") },
  {
    name: "manage-event-taking-a-ticket-back",
    open: async (tools) => {
      const page = await waitedFor(manage, "organiser")(tools);
      await button(page, "Take ticket back").first().click();
      return page;
    },
  },
  { name: "manage-event-void-tickets", open: waitedFor((id) => `${manage(id)}?show=void`, "organiser") },
  { name: "statistics", open: waitedFor(statistics, "organiser") },
  { name: "statistics-none", open: managed(statistics) },
  { name: "statistics-of-cancelled-event", open: managed(statistics, { ...cancelled, voidedTickets: 4 }) },
  { name: "manage-event-cancelled", open: managed(manage, { ...cancelled, voidedTickets: 4 }) },
  {
    name: "manage-event-asking-whether-to-cancel",
    open: async (tools) => {
      const page = await managed(manage)(tools);
      await button(page, "Cancel event").click();
      return page;
    },
  },
  {
    name: "manage-event-with-dead-mail",
    open: async (tools) => {
      const page = await managed(manage)(tools);
      const helper = await tools.world.account({ email: newEmail("unreachable") });
      tools.world.smtp.failWith("rcpt", 550, helper.email);
      await page.getByLabel("Email").fill(helper.email);
      await button(page, "Add organiser").click();
      await expect(async () => {
        await page.reload();
        await expect(button(page, "Send again")).toBeVisible({ timeout: 200 });
      }).toPass();
      tools.world.smtp.heal();
      return page;
    },
  },
  {
    name: "messages",
    open: async (tools) => {
      const page = await previewed(tools);
      await button(page, "Send message").click();
      await expect(page.getByText("Message sent.")).toBeVisible();
      await expect(async () => {
        await page.reload();
        await expect(page.getByText("4 delivered")).toBeVisible({ timeout: 200 });
      }).toPass();
      return page;
    },
  },
  { name: "messages-none", open: managed(messages, { startsAt: inDays(-3) }) },
  { name: "messages-of-cancelled-event", open: managed(messages, cancelled) },
  { name: "messages-preview", open: previewed },
  {
    name: "messages-refused",
    open: async (tools) => {
      const page = await managed(messages)(tools);
      await page.getByLabel("To", { exact: true }).selectOption({ label: "Waiting list" });
      await page.getByLabel("Subject").fill("Still interested?");
      await page.getByLabel("Message", { exact: true }).fill("A space may become free.");
      await button(page, "Preview").click();
      await expect(page.getByText("Nobody would get this message now.")).toBeVisible();
      return page;
    },
  },
  { name: "manage-event-unknown", status: 404, open: signedIn("/dashboard/events/nothing") },
  { name: "edit-event", open: managed((id) => `${manage(id)}/edit`) },
  { name: "edit-event-over", open: managed((id) => `${manage(id)}/edit`, { startsAt: inDays(-3) }) },
  {
    name: "edit-event-refused",
    open: async (tools) => {
      const page = await managed((id) => `${manage(id)}/edit`)(tools);
      await page.getByLabel("Capacity").fill("1");
      await button(page, "Save changes").click();
      await expect(page.getByText("cannot be lower than")).toBeVisible();
      return page;
    },
  },
  {
    name: "mailbox",
    open: async ({ world, openBrowser }) => {
      const page = await openBrowser();
      const { url } = await world.withMailbox();
      await open(page, `${url}/register`);
      await register(page, { name: "Ada", email: newEmail("mailbox") });
      await page.getByRole("link", { name: "Open the mailbox" }).click();
      await expect(heading(page, "Mailbox")).toBeVisible();
      return page;
    },
  },
  {
    name: "mailbox-mail",
    open: async ({ world, openBrowser }) => {
      const page = await openBrowser();
      const { url } = await world.withMailbox();
      await open(page, `${url}/register`);
      await register(page, { name: "Ada", email: newEmail("mailbox") });
      await open(page, `${url}/dev/mailbox`);
      await page
        .getByRole("link", { name: /^Confirm your email/ })
        .first()
        .click();
      await expect(heading(page, /^Confirm your email/)).toBeVisible();
      return page;
    },
  },
  { name: "mailbox-closed", status: 404, open: openForAnyone("/dev/mailbox") },
];

export const states: PageState[] = [...publicStates, ...personalStates];
