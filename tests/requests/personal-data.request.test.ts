import { afterAll, beforeAll, expect, it } from "vitest";
import { addEvent, testPassword } from "@/tests/harness/accounts";
import { wordsOf } from "@/tests/harness/html-form";
import { startWorld, type World } from "@/tests/harness/world";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.stop());

it("gives people a file with what is stored about them, and leads others to sign in and back", async () => {
  const { account, visitor } = await world.join();
  const answer = await visitor.get("/account/data");
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-disposition")).toBe('attachment; filename="evento-data.json"');
  expect(answer.headers.get("cache-control")).toContain("no-store");
  expect(JSON.parse(answer.text).account).toMatchObject({ email: account.email, name: account.name });
  const actions = await world.database.sql("select action from audit_log where actor_id = ?", [account.id]);
  expect(actions).toEqual([{ action: "account.download-data" }]);
  const { location } = await world.visitor().get("/account/data");
  expect(location).toBe("/sign-in?next=%2Faccount%2Fdata");
});

it("gives people ten such files an hour, and then says how long to wait", async () => {
  const { visitor } = await world.join();
  for (let n = 0; n < 10; n += 1) expect((await visitor.get("/account/data")).status).toBe(200);
  const limited = await visitor.get("/account/data");
  expect(limited.status).toBe(429);
  expect(limited.text).toMatch(/too often in the last hour\. Wait \d+ minutes, then try again\./);
  expect(limited.headers.get("content-disposition")).toBeNull();
  expect(Number(limited.headers.get("retry-after"))).toBeGreaterThan(3_000);
  const { visitor: other } = await world.join();
  expect((await other.get("/account/data")).status).toBe(200);
});

it("deletes an account with its password, without scripts, and mails that it did", async () => {
  const { account, visitor } = await world.join();
  const deletion = (password: string) => async () =>
    visitor.submit(await visitor.get("/account"), "Yes, delete my account", { password });
  const refused = await deletion("not my password")();
  expect(wordsOf(refused)).toContain("This is not your password.");
  const done = await deletion(testPassword)();
  expect([done.status, done.location]).toEqual([303, "/sign-in?deleted=1"]);
  expect((await visitor.get("/account")).location).toMatch(/^\/sign-in/);
  const [row] = await world.database.sql("select email, password_hash from users where id = ?", [account.id]);
  expect(row).toEqual({ email: null, password_hash: "" });
  await expect
    .poll(() => world.database.sql("select state from outbox where kind = 'account-deleted'"))
    .toEqual([{ state: "sent" }]);
});

it("names the events that nobody else organises", async () => {
  const { account, visitor } = await world.join({ role: "organiser" });
  await addEvent(world.database, { createdBy: account.id, name: "Jazz Supper" });
  const page = await visitor.get("/account");
  const refused = await visitor.submit(page, "Yes, delete my account", { password: testPassword });
  expect(wordsOf(refused)).toContain("Nobody else organises Jazz Supper.");
});
