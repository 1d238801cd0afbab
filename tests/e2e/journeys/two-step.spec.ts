import { codeOf, signIn, turnOnTwoSteps } from "../steps";
import { button, expect, heading, open, ready, test } from "../test";

test("an account gets two-step sign-in, signs in with it, and turns it off", async ({ page, world }) => {
  const account = await world.account();
  await world.signIn(page.context(), account);
  await open(page, "/account");
  await page.getByRole("link", { name: "Set up two-step sign-in" }).click();
  const { key, codes } = await turnOnTwoSteps(page);
  expect(codes).toHaveLength(10);
  await world.mailTo(account.email, /^Two-step sign-in is on/);
  await ready(page);
  await button(page, "I have stored them").click();
  await expect(page.getByText("10 recovery codes are left.")).toBeVisible();
  await ready(page);
  await button(page, "Sign out").click();
  await expect(page).toHaveURL(`${world.url}/`);

  await open(page, "/sign-in?next=%2Ftickets");
  await signIn(page, account.email);
  await expect(heading(page, "Enter your code")).toBeVisible();
  await ready(page);
  await page.getByLabel("Code", { exact: true }).fill("000000");
  await button(page, "Sign in").click();
  await expect(page.getByText("This code is wrong, or was used already.")).toBeVisible();
  await ready(page);
  // The one before turned it on.
  await page.getByLabel("Code", { exact: true }).fill(codeOf(key, 30));
  await button(page, "Sign in").click();
  await expect(page).toHaveURL(`${world.url}/tickets`);

  await page.context().clearCookies();
  await open(page, "/sign-in");
  await signIn(page, account.email);
  await page.getByRole("link", { name: "Use a recovery code" }).click();
  await ready(page);
  await page.getByLabel("Recovery code").fill(codes[0]?.toLowerCase() ?? "");
  await button(page, "Sign in").click();
  await expect(page).toHaveURL(`${world.url}/`);
  const mail = await world.mailTo(account.email, /^A recovery code of your Evento account was used/);
  expect(mail.text).toContain("9 are left.");

  await open(page, "/account/two-step");
  await button(page, "Turn off two-step sign-in").click();
  await page.getByLabel("Current password").last().fill("marmalade tractor violin");
  await button(page, "Yes, turn it off").click();
  await expect(page.getByText("Two-step sign-in is off.")).toBeVisible();
  await world.mailTo(account.email, /^Two-step sign-in is off/);
});
