import type { Page } from "@playwright/test";
import { dateIn, fillEvent, newEmail, register } from "../steps";
import { button, expect, open, ready, runsScripts, test } from "../test";
import { linkIn, type World } from "../world";

/** A form with values that are refused. */
type Refusal = {
  of: string;
  fill: (page: Page, world: World) => Promise<void>;
  /** The button's name. */
  send: string;
  /** The label of the first invalid field; without one, the refusal is above the form. */
  field?: string;
  says: RegExp;
};

const asOrganiser = async (page: Page, world: World, path: (eventId: string) => string) => {
  const organiser = await world.organiser();
  const event = await world.event({ createdBy: organiser.id });
  await world.ticket({ eventId: event.id });
  await world.ticket({ eventId: event.id });
  await world.signIn(page.context(), organiser);
  await open(page, path(event.id));
};

const newEvent = async (
  page: Page,
  world: World,
  values: { date: string; time?: string; timeZone?: string; hours?: string },
) => {
  await world.signIn(page.context(), await world.organiser());
  await open(page, "/dashboard/events/new");
  await fillEvent(page, {
    name: "  Kept & <kept>",
    timeZone: "Asia/Kathmandu",
    description: "One line.\n\nAnother, with “quotes”.",
    location: "Here 'and' there",
    minutes: "15",
    capacity: "321",
    ...values,
  });
};

const refusals: Refusal[] = [
  {
    of: "registering, with a password that is easy to guess",
    fill: async (page) => {
      await open(page, "/register?next=%2Ftickets");
      await page.getByLabel("Name").fill("Ada Lovelace");
      await page.getByLabel("Email").fill("Ada@Example.org ");
      await page.getByLabel("Password").fill("password1234");
      await page.getByLabel("Organiser", { exact: true }).check();
      await page.getByLabel("Organiser code").fill("whatever");
    },
    send: "Create account",
    field: "Password",
    says: /too easy to guess/,
  },
  {
    of: "registering, with a wrong organiser code",
    fill: async (page) => {
      await open(page, "/register");
      await page.getByLabel("Name").fill("O'Brien & Sons <b>");
      await page.getByLabel("Email").fill(newEmail("wrong-code"));
      await page.getByLabel("Password").fill("marmalade tractor violin");
      await page.getByLabel("Organiser", { exact: true }).check();
      await page.getByLabel("Organiser code").fill("Dc5_G1gZ");
    },
    send: "Create account",
    field: "Organiser code",
    says: /This code is incorrect/,
  },
  {
    of: "registering, with nothing typed",
    fill: (page) => open(page, "/register"),
    send: "Create account",
    field: "Name",
    says: /^Enter your name\.$/,
  },
  {
    of: "asking for the confirmation again",
    fill: async (page) => {
      await open(page, "/register");
      await register(page, { name: "Ada", email: newEmail("again") });
      await ready(page);
      await page.getByLabel("Email").fill("not an address");
    },
    send: "Send the mail again",
    field: "Email",
    says: /such as name@example\.org/,
  },
  {
    of: "asking for a new link where an old one does not work",
    fill: async (page) => {
      await open(page, "/verify-email?token=nonsense");
      await page.getByLabel("Email").fill("somebody@example");
    },
    send: "Send the mail again",
    field: "Email",
    says: /such as name@example\.org/,
  },
  {
    of: "signing in",
    fill: async (page) => {
      await open(page, "/sign-in?next=%2Ftickets");
      await page.getByLabel("Email").fill(newEmail("nobody"));
      await page.getByLabel("Password").fill("wrong password");
    },
    send: "Sign in",
    says: /Incorrect email or password/,
  },
  {
    of: "asking for a new password",
    fill: async (page) => {
      await open(page, "/forgot-password");
      await page.getByLabel("Email").fill("two@@example.org");
    },
    send: "Send reset link",
    field: "Email",
    says: /such as name@example\.org/,
  },
  {
    of: "setting a new password",
    fill: async (page, world) => {
      const { email } = await world.account();
      await open(page, "/forgot-password");
      await page.getByLabel("Email").fill(email);
      await button(page, "Send reset link").click();
      await expect(page).toHaveURL(/sent=1/);
      await open(
        page,
        linkIn(await world.mailTo(email, /^Reset your Evento password/), "/reset-password?token="),
      );
      await page.getByLabel("New password").fill("qwertyuiop");
    },
    send: "Set new password",
    field: "New password",
    says: /too easy to guess/,
  },
  {
    of: "changing one's name",
    fill: async (page, world) => {
      await world.signIn(page.context(), await world.account());
      await open(page, "/account");
      await page.getByLabel("Name").fill("Ada \u202e Lovelace");
    },
    send: "Save name",
    field: "Name",
    says: /without control characters/,
  },
  {
    of: "changing one's password",
    fill: async (page, world) => {
      await world.signIn(page.context(), await world.account());
      await open(page, "/account");
      await page.getByLabel("Current password").fill("not my password");
      await page.getByLabel("New password").fill("umbrella quartz saxophone");
    },
    send: "Change password",
    field: "Current password",
    says: /not your current password/,
  },
  {
    of: "creating an event in the past",
    fill: (page, world) => newEvent(page, world, { date: dateIn(0), time: "00:00" }),
    send: "Create event",
    field: "Date",
    says: /must be in the future/,
  },
  {
    of: "creating an event in a time zone that is not in the list",
    fill: (page, world) => newEvent(page, world, { date: dateIn(9), timeZone: "Mars/Olympus" }),
    send: "Create event",
    field: "Time zone",
    says: /Choose a time zone from the list/,
  },
  {
    of: "creating an event that lasts too long",
    fill: (page, world) => newEvent(page, world, { date: dateIn(9), hours: "744" }),
    send: "Create event",
    field: "Hours",
    says: /from 5 minutes to 31 days/,
  },
  {
    of: "changing an event's location",
    fill: async (page, world) => {
      await asOrganiser(page, world, (id) => `/dashboard/events/${id}/edit`);
      await page.getByLabel("Event name").fill("Another name");
      await page.getByLabel("Description").fill("Two\n\nparagraphs");
      await page.getByLabel("Capacity").fill("44");
      await page.getByLabel("Location").fill("\u200b");
    },
    send: "Save changes",
    field: "Location",
    says: /Enter a location/,
  },
  {
    of: "an event's capacity below its tickets",
    fill: async (page, world) => {
      await asOrganiser(page, world, (id) => `/dashboard/events/${id}/edit`);
      await page.getByLabel("Capacity").fill("1");
      await page.getByLabel("Location").fill("Somewhere new");
    },
    send: "Save changes",
    field: "Capacity",
    says: /cannot be lower than 2/,
  },
  {
    of: "cancelling an event",
    fill: async (page, world) => {
      await asOrganiser(page, world, (id) => `/dashboard/events/${id}`);
      await button(page, "Cancel event").click();
      await page.getByLabel("Reason").fill("Storm\u202e and rain");
    },
    send: "Yes, cancel this event",
    field: "Reason",
    says: /without control characters/,
  },
  {
    of: "adding an organiser",
    fill: async (page, world) => {
      await asOrganiser(page, world, (id) => `/dashboard/events/${id}`);
      await page.getByLabel("Email").fill(newEmail("unknown"));
    },
    send: "Add organiser",
    field: "Email",
    says: /No attendee account uses this address/,
  },
];

/** The values of all fields in the form of that button, except passwords and React's own. */
function valuesAround(page: Page, send: string): Promise<Record<string, string>> {
  return button(page, send).evaluate((pressed) => {
    const form = pressed.closest("form");
    const values: Record<string, string> = {};
    for (const control of form?.elements ?? []) {
      if (control instanceof HTMLInputElement) {
        if (control.type === "password" || control.name.startsWith("$ACTION")) continue;
        const isChoice = control.type === "radio" || control.type === "checkbox";
        const key = isChoice ? `${control.name}=${control.value}` : control.name;
        values[key] = isChoice ? String(control.checked) : control.value;
      } else if (control instanceof HTMLSelectElement || control instanceof HTMLTextAreaElement) {
        values[control.name] = control.value;
      }
    }
    return values;
  });
}

for (const { of, fill, send, field, says } of refusals) {
  test(`${of} is refused and keeps its values`, async ({ page, world }) => {
    await fill(page, world);
    await ready(page);
    const typed = await valuesAround(page, send);
    await button(page, send).click();

    const refusal = page.getByText(says);
    await expect(refusal).toBeVisible();
    expect(await valuesAround(page, send)).toEqual(typed);
    if (field) {
      const control = page.getByLabel(field, { exact: true });
      await expect(control).toBeVisible();
      await expect(control).toHaveAttribute("aria-invalid", "true");
      await expect(control).toHaveAccessibleDescription(says);
      const [line, box] = [await refusal.boundingBox(), await control.boundingBox()];
      if (!line || !box) throw new Error("The refusal or its field is not to be seen.");
      expect(Math.abs(line.y - (box.y + box.height)), "the line stands below its field").toBeLessThan(40);
      if (runsScripts()) await expect(control).toBeFocused();
    } else if (runsScripts()) {
      await expect(page.getByRole("alert").filter({ hasText: says })).toBeFocused();
    }
  });
}
