import { readFile } from "node:fs/promises";
import { confirmByMail, register, signIn } from "../steps";
import { button, expect, heading, open, ready, test } from "../test";

test("people download what is stored about them, as readable JSON", async ({ page, world }) => {
  const account = await world.account({ name: "Ada Lovelace" });
  const other = await world.account({ name: "Charles Babbage" });
  const event = await world.event({ name: "Jazz Supper" });
  for (const holder of [account, other]) await world.ticket({ eventId: event.id, holderId: holder.id });
  await world.signIn(page.context(), account);
  await open(page, "/account");
  const downloading = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download my data" }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe("evento-data.json");
  const text = await readFile(await download.path(), "utf8");
  expect(text.split("\n").length).toBeGreaterThan(20);
  const data = JSON.parse(text);
  expect(data.account).toMatchObject({ name: account.name, email: account.email });
  expect(data.tickets).toMatchObject([{ event: { name: "Jazz Supper" } }]);
  for (const foreign of [other.name, other.email]) expect(text).not.toContain(foreign);
  await expect(heading(page, "Account")).toBeVisible();
});

test("an account is deleted with its password, and its address can be registered again", async ({
  page,
  openBrowser,
  world,
}) => {
  const account = await world.account({ name: "Ada Lovelace" });
  const event = await world.event({ name: "Jazz Supper" });
  await world.ticket({ eventId: event.id, holderId: account.id });
  await world.signIn(page.context(), account);
  const elsewhere = await openBrowser(account);

  const confirm = async (password: string) => {
    await page.getByLabel("Password", { exact: true }).fill(password);
    await button(page, "Yes, delete my account").click();
  };
  await open(page, "/account");
  await button(page, "Delete account").click();
  await confirm("not my password");
  await expect(page.getByLabel("Password", { exact: true })).toHaveAccessibleDescription(
    "This is not your password.",
  );
  await open(elsewhere, "/tickets");
  await expect(elsewhere.getByRole("main")).toContainText("Jazz Supper");

  await ready(page);
  await confirm("marmalade tractor violin");
  await expect(page.getByText("Your account was deleted.")).toBeVisible();
  await expect(button(page, "Sign in")).toBeVisible();
  const mail = await world.mailTo(account.email, /^Your Evento account was deleted$/);
  expect(mail.text).toContain("Ada Lovelace");
  for (const browser of [page, elsewhere]) {
    await browser.goto("/account");
    await expect(browser).toHaveURL(/\/sign-in\?next=%2Faccount/);
  }
  await signIn(page, account.email);
  await expect(page.getByText("Incorrect email or password.")).toBeVisible();

  await open(page, "/register");
  await register(page, { name: "Ada King", email: account.email });
  await confirmByMail(world, page, account.email);
  await open(page, "/tickets");
  await expect(page.getByRole("main")).not.toContainText("Jazz Supper");
});
