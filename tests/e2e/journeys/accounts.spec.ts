import { confirmByMail, newEmail, register, signIn } from "../steps";
import { button, expect, heading, open, ready, test } from "../test";
import { linkIn, passphrase } from "../world";

const code = "Dc5_G1gz";

test("an organiser registers with the code, confirms by mail, and is on the dashboard", async ({
  page,
  world,
}) => {
  const email = newEmail("organiser");
  await open(page, "/register");
  await register(page, { name: "O'Brien & Sons <b>", email, code });
  await confirmByMail(world, page, email);
  await expect(page).toHaveURL(`${world.url}/dashboard`);
  await open(page, "/account");
  await expect(page.getByRole("banner")).toContainText("O'Brien & Sons <b>");
  await expect(page.getByRole("main")).toContainText("organiser account");
});

test("sign-in needs a confirmed address, and the resend brings the same link", async ({ page, world }) => {
  const email = newEmail("forgetful");
  await open(page, "/register");
  await register(page, { name: "Ada", email });
  const first = linkIn(await world.mailTo(email, /^Confirm/), "/verify-email?token=");

  await open(page, "/sign-in?next=%2Faccount");
  await signIn(page, email);
  await expect(page.getByText("not confirmed yet")).toBeVisible();
  await expect(page.getByLabel("Email")).toHaveValue(email);
  await button(page, "Send the mail again").click();
  await expect(heading(page, "Check your email")).toBeVisible();
  await expect(page.getByText("we’ve sent the email again")).toBeVisible();

  const second = linkIn(await world.mailTo(email, /^Confirm/, 2), "/verify-email?token=");
  expect(second).toBe(`${first}&next=%2Faccount`);
  await confirmByMail(world, page, email, 2);
  await expect(page).toHaveURL(`${world.url}/account`);
  await page.context().clearCookies();
  await open(page, first);
  await expect(heading(page, "Your email address is confirmed")).toBeVisible();
});

test("a link confirms its own registration only, with its password", async ({ page, world }) => {
  const email = newEmail("contested");
  await open(page, "/register");
  await register(page, { name: "Mallory", email, password: "typed by some stranger" });
  const foreign = linkIn(await world.mailTo(email, /^Confirm/), "/verify-email?token=");
  await open(page, "/register");
  await register(page, { name: "Ada", email });
  await world.mailTo(email, /^Confirm/, 2);

  await open(page, foreign);
  await page.getByLabel("Password").fill(passphrase);
  await button(page, "Confirm email address").click();
  await expect(page.getByText("This is not the password you chose when you registered.")).toBeVisible();
  await expect(page.getByLabel("Password")).toHaveValue("");
  await confirmByMail(world, page, email, 2);
  await open(page, "/account");
  await expect(page.getByRole("banner")).toContainText("Ada");
});

test("only a mail reveals that a registered address is known", async ({ page, world }) => {
  const { email } = await world.account();
  await open(page, "/register");
  await register(page, { name: "Somebody else", email });
  const mail = await world.mailTo(email, /^You already have an Evento account$/);
  await open(page, linkIn(mail, "/sign-in"));
  await signIn(page, email);
  await expect(page).toHaveURL(`${world.url}/`);
});

test("a forgotten password is replaced through the mail, and every old session ends", async ({
  page,
  openBrowser,
  world,
}) => {
  const account = await world.account();
  const elsewhere = await openBrowser(account);
  await open(elsewhere, "/account");
  await expect(heading(elsewhere, "Account")).toBeVisible();

  await open(page, "/sign-in");
  await page.getByRole("link", { name: "Forgot your password?" }).click();
  await expect(heading(page, "Forgot your password?")).toBeVisible();
  await ready(page);
  await page.getByLabel("Email").fill(account.email);
  await button(page, "Send reset link").click();
  await expect(page.getByText("we’ve sent an email with a link")).toBeVisible();

  const mail = await world.mailTo(account.email, /^Reset your Evento password/);
  const link = linkIn(mail, "/reset-password?token=");
  await open(page, link);
  await page.getByLabel("New password").fill("umbrella quartz saxophone");
  await button(page, "Set new password").click();
  await expect(page).toHaveURL(/\/sign-in\?reset=1/);
  await world.mailTo(account.email, /^Your Evento password was changed/);

  await elsewhere.goto("/account");
  await expect(elsewhere).toHaveURL(/\/sign-in\?next=%2Faccount/);
  await signIn(page, account.email);
  await expect(page.getByText("Incorrect email or password.")).toBeVisible();
  await signIn(page, account.email, "umbrella quartz saxophone");
  await expect(page).toHaveURL(`${world.url}/`);
  await page.context().clearCookies();
  await open(page, link);
  await expect(page.getByText("This link has already been used")).toBeVisible();
});

test("the account page changes name and password", async ({ page, openBrowser, world }) => {
  const account = await world.account();
  await world.signIn(page.context(), account);
  const elsewhere = await openBrowser(account);

  await open(page, "/account");
  await page.getByLabel("Name").fill("Ada King");
  await button(page, "Save name").click();
  await expect(page.getByText("Name saved.")).toBeVisible();
  await expect(page.getByRole("banner")).toContainText("Ada King");

  await ready(page);
  await page.getByLabel("Current password").fill(passphrase);
  await page.getByLabel("New password").fill("umbrella quartz saxophone");
  await button(page, "Change password").click();
  await expect(page.getByText("Password changed")).toBeVisible();
  await world.mailTo(account.email, /^Your Evento password was changed/);
  await elsewhere.goto("/account");
  await expect(elsewhere).toHaveURL(/\/sign-in/);

  await ready(page);
  await button(page, "Sign out").click();
  await expect(page).toHaveURL(`${world.url}/`);
  await open(page, "/sign-in");
  await signIn(page, account.email, "umbrella quartz saxophone");
  await expect(page).toHaveURL(`${world.url}/`);
});

test("the account page ends one or all other sessions", async ({ page, openBrowser, world }) => {
  const account = await world.account();
  await open(page, "/sign-in?next=%2Faccount");
  await signIn(page, account.email);
  await expect(heading(page, "Account")).toBeVisible();
  const second = await openBrowser(account);
  await open(second, "/account");

  await open(page, "/account");
  await expect(page.getByRole("listitem").filter({ hasText: "This browser" })).toHaveCount(1);
  await button(page.getByRole("listitem").filter({ hasText: "Firefox" }), "End session").click();
  await expect(page.getByText("Session ended.")).toBeVisible();
  await second.goto("/account");
  await expect(second).toHaveURL(/\/sign-in/);

  const third = await openBrowser(account);
  await open(third, "/account");
  await ready(page);
  await button(page, "Sign out everywhere").click();
  await expect(page).toHaveURL(`${world.url}/`);
  for (const browser of [page, third]) {
    await browser.goto("/account");
    await expect(browser).toHaveURL(/\/sign-in/);
  }
});

test("signed-in visitors of the sign-in pages are redirected", async ({ page, world }) => {
  await world.signIn(page.context(), await world.organiser());
  await page.goto("/sign-in");
  await expect(page).toHaveURL(`${world.url}/dashboard`);
  await page.goto("/register?next=%2Faccount");
  await expect(page).toHaveURL(`${world.url}/account`);
});
