import type { Page } from "@playwright/test";
import { generateSync } from "otplib";
import { button, expect, heading, open, ready } from "./test";
import { linkIn, passphrase, type World } from "./world";

type Registration = { name: string; email: string; password?: string; code?: string };

/** Fills and sends the open registration form; organisers need a code. */
export async function register(
  page: Page,
  { name, email, password = passphrase, code }: Registration,
): Promise<void> {
  await ready(page);
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByLabel(code ? "Organiser" : "Attendee", { exact: true }).check();
  if (code) await page.getByLabel("Organiser code").fill(code);
  await button(page, "Create account").click();
  await expect(page).toHaveURL(/\/register\?sent=1/);
  await expect(heading(page, "Check your email")).toBeVisible();
}

/** Follows the `nth` mailed link, confirms the address and is signed in. */
export async function confirmByMail(world: World, page: Page, email: string, nth = 1): Promise<void> {
  const mail = await world.mailTo(email, /^Confirm your email address/, nth);
  await open(page, linkIn(mail, "/verify-email?token="));
  await page.getByLabel("Password").fill(passphrase);
  await button(page, "Confirm email address").click();
  await expect(page).not.toHaveURL(/\/verify-email/);
}

/** Fills and sends the open sign-in form. */
export async function signIn(page: Page, email: string, password = passphrase): Promise<void> {
  await ready(page);
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(password);
  await button(page, "Sign in").click();
}

export type TypedEvent = {
  name: string;
  description?: string;
  date: string;
  time?: string;
  timeZone?: string;
  hours?: string;
  minutes?: string;
  capacity?: string;
  location?: string;
};

/** The page of the new event says that it was created. */
export async function expectCreated(page: Page): Promise<void> {
  await expect(page.getByRole("status").filter({ hasText: "Event created." })).toBeVisible();
  // With JavaScript, what brought the message is taken out of the address.
  await expect(page).toHaveURL(/\/dashboard\/events\/[0-9a-z]{20}(\?done=created)?$/);
}

/** Fills the open form of a new event without sending it. */
export async function fillEvent(page: Page, event: TypedEvent): Promise<void> {
  await ready(page);
  await page.getByLabel("Event name").fill(event.name);
  await page.getByLabel("Date", { exact: true }).fill(event.date);
  await page.getByLabel("Time", { exact: true }).fill(event.time ?? "19:30");
  await page.getByLabel("Time zone").fill(event.timeZone ?? "Europe/London");
  await page.getByLabel("Hours").fill(event.hours ?? "1");
  await page.getByLabel("Minutes").fill(event.minutes ?? "30");
  await page.getByLabel("Location").fill(event.location ?? "The Great Hall");
  await page.getByLabel("Capacity").fill(event.capacity ?? "50");
  await page.getByLabel("Description").fill(event.description ?? "");
}

/** Requests a ticket on an event's page and returns the ticket's URL. */
export async function requestTicket(page: Page, eventId: string): Promise<string> {
  await open(page, `/events/${eventId}`);
  await button(page, "Request ticket").click();
  await expect(page).toHaveURL(/\/tickets\/[0-9a-z]+$/);
  return page.url();
}

/** Signs in a new attendee with a ticket. */
export async function signInHolder(world: World, page: Page) {
  const holder = await world.account();
  const event = await world.event();
  const ticket = await world.ticket({ eventId: event.id, holderId: holder.id });
  await world.signIn(page.context(), holder);
  return { event, ticket };
}

/** Both steps of cancelling a ticket, on its page. */
export async function cancelTicket(page: Page): Promise<void> {
  await ready(page);
  await button(page, "Cancel ticket").click();
  await button(page, "Yes, cancel it").click();
  await expect(page.getByText("This ticket is void.")).toBeVisible();
}

/** The code on a ticket page, without spaces. */
export async function codeOn(page: Page): Promise<string> {
  const shown = page.locator("main").getByText(/^([0-9A-Z]{4} ){3}[0-9A-Z]{4}$/);
  return ((await shown.textContent()) ?? "").replaceAll(" ", "");
}

/** The date in `days` days, `YYYY-MM-DD`. */
export const dateIn = (days: number): string =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

let last = 0;
/** A new email address. */
export const newEmail = (who: string): string => `${who}-${process.pid}-${++last}@example.org`;

/** Turns two-step sign-in on for whoever is signed in, and returns the key of the app and the recovery codes. */
export async function turnOnTwoSteps(page: Page): Promise<{ key: string; codes: string[] }> {
  const key = await showKey(page);
  await page.getByLabel("Code", { exact: true }).fill(codeOf(key));
  await button(page, "Turn on two-step sign-in").click();
  await expect(heading(page, "Your recovery codes")).toBeVisible();
  return { key, codes: await page.getByRole("main").getByRole("listitem").allTextContents() };
}

/** Opens the page of two-step sign-in with the password, and returns the key that it shows. */
export async function showKey(page: Page): Promise<string> {
  await open(page, "/account/two-step");
  await page.getByLabel("Current password").fill(passphrase);
  await button(page, "Continue").click();
  await expect(heading(page, "Set up your app")).toBeVisible();
  await ready(page);
  const key = await page.getByText(/^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/).textContent();
  return (key ?? "").replaceAll(" ", "");
}

/** The code that an app shows now, or so many seconds later. */
export const codeOf = (key: string, seconds = 0): string =>
  generateSync({ secret: key, epoch: Date.now() / 1000 + seconds });

/** Gives a browser an authenticator that answers by itself; one that cannot check its user has no passkeys. */
export async function addVirtualAuthenticator(page: Page, { verified = true } = {}): Promise<void> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      ...{ protocol: "ctap2", transport: "internal", automaticPresenceSimulation: true },
      ...{ hasResidentKey: true, hasUserVerification: true, isUserVerified: verified },
    },
  });
}

/** Asks the browser for a new passkey of whoever is signed in. */
export async function addPasskey(page: Page, name: string): Promise<void> {
  await startPasskey(page, name);
  await button(page, "Create the passkey").click();
}

/** Opens the page on which the browser is asked for a new passkey. */
export async function startPasskey(page: Page, name: string): Promise<void> {
  await open(page, "/account");
  await button(page, "Add a passkey").click();
  await page.getByLabel("Device").fill(name);
  await page.getByLabel("Your password").fill(passphrase);
  await button(page, "Continue").click();
  await expect(heading(page, "Add a passkey")).toBeVisible();
  await ready(page);
}
