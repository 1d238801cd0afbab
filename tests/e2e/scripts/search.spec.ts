import { expect, open, test } from "../test";

test("the list follows what is typed into the search, which keeps the focus", async ({ page, world }) => {
  const [wanted, other] = [
    await world.event({ name: "Typed overture" }),
    await world.event({ name: "Typed nocturne" }),
  ];
  await open(page, "/?q=typed");
  const linkTo = ({ name }: { name: string }) => page.getByRole("main").getByRole("link", { name });
  await expect(linkTo(other)).toBeVisible();
  const field = page.getByRole("searchbox", { name: "Search" });
  await field.press("End");
  await field.pressSequentially(" overture");
  await expect(page).toHaveURL(/q=typed\+overture$/);
  await expect(linkTo(other)).toHaveCount(0);
  await expect(linkTo(wanted)).toBeVisible();
  await expect(field).toBeFocused();
  await expect(field).toHaveValue("typed overture");
});
