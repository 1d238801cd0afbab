import { addPasskey, addVirtualAuthenticator } from "../steps";
import { button, expect, open, ready, test } from "../test";

test("a passkey is added, signs in, and is removed", async ({ page, world }) => {
  const account = await world.account();
  await world.signIn(page.context(), account);
  await addVirtualAuthenticator(page);
  await addPasskey(page, "My phone & <b>");
  await expect(page.getByText("Passkey added.")).toBeVisible();
  await expect(page.getByText("My phone & <b>")).toBeVisible();
  await world.mailTo(account.email, /^A passkey was added/);
  await ready(page);
  await button(page, "Sign out").click();
  await expect(page).toHaveURL(`${world.url}/`);

  await open(page, "/sign-in?next=%2Ftickets");
  await button(page, "Sign in with a passkey").click();
  await expect(page).toHaveURL(`${world.url}/tickets`);

  await open(page, "/account");
  await expect(page.getByText(/last used/i).first()).toBeVisible();
  await button(page, "Remove passkey").click();
  await button(page, "Yes, remove it").click();
  await expect(page.getByText("Passkey removed.")).toBeVisible();
  await world.mailTo(account.email, /^A passkey was removed/);
  await ready(page);
  await button(page, "Sign out").click();
  await expect(page).toHaveURL(`${world.url}/`);
  await open(page, "/sign-in");
  await button(page, "Sign in with a passkey").click();
  await expect(page.getByText("This passkey does not work here.")).toBeVisible();
});

test("adding a passkey needs the password, and an authenticator that has none yet", async ({
  page,
  world,
}) => {
  await world.signIn(page.context(), await world.account());
  await addVirtualAuthenticator(page);
  await open(page, "/account");
  await button(page, "Add a passkey").click();
  await page.getByLabel("Device").fill("Phone");
  await page.getByLabel("Your password").fill("not the password");
  await button(page, "Continue").click();
  await expect(page.getByText("This is not your current password.")).toBeVisible();
  await expect(page.getByLabel("Device")).toHaveValue("Phone");
  await addPasskey(page, "Phone");
  await expect(page.getByText("Passkey added.")).toBeVisible();
  await addPasskey(page, "Phone again");
  await expect(page.getByText("There is a passkey for your account already")).toBeVisible();
});

test("without a passkey the sign-in page says what to do", async ({ page }) => {
  await addVirtualAuthenticator(page, { verified: false });
  await open(page, "/sign-in");
  await button(page, "Sign in with a passkey").click();
  await expect(page.getByText("No passkey was used. Try again, or use your password.")).toBeVisible();
});
