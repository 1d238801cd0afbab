import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { chromium, type Page } from "@playwright/test";
import { and, eq } from "drizzle-orm";
import { reader, transaction } from "@/db/client";
import { checkIns, doorPasses, sessions } from "@/db/schema";
import { button, expect, open, ready, test } from "../test";
import { inDays, type World } from "../world";

test.beforeEach(({ noise }) =>
  noise.allow(/ERR_INTERNET_DISCONNECTED|ERR_FAILED|FetchEvent|Failed to fetch/),
);

/** An event with that many tickets, the door of its organiser, and one with a pass. */
async function setUp(world: World, count: number, startsAt = inDays(0.1)) {
  const organiser = await world.organiser();
  const facts = { name: "Jazz Supper", startsAt, capacity: 1_000 };
  const event = await world.event({ createdBy: organiser.id, ...facts });
  const tickets = [];
  for (let n = 0; n < count; n += 1) {
    const holder = await world.account({ name: `Guest Number ${n}` });
    tickets.push(await world.ticket({ eventId: event.id, holderId: holder.id }));
  }
  const ownDoor = `/dashboard/events/${event.id}/door`;
  return { event, tickets, organiser, ownDoor, door: await world.doorPass(event) };
}

/** What the browser has of a door: whether its page and its list, and how many rows of its own. */
const stored = (page: Page, door: string) =>
  page.evaluate(async (address) => {
    const hasPage = (await caches.match(address, { cacheName: "door-pages" })) !== undefined;
    const databases = await indexedDB.databases();
    const name = databases.find((each) => each.name?.includes(address))?.name;
    const count = { lists: 0, waiting: 0, "checked-in": 0 };
    const found = () => ({
      ...{ page: hasPage, list: count.lists === 1 },
      ...{ waiting: count.waiting, checkedIn: count["checked-in"] },
    });
    if (!name) return found();
    return new Promise<ReturnType<typeof found>>((resolve) => {
      const opening = indexedDB.open(name);
      opening.onsuccess = () => {
        const stores = Object.keys(count) as (keyof typeof count)[];
        const transaction = opening.result.transaction(stores);
        for (const store of stores) {
          const counting = transaction.objectStore(store).count();
          counting.onsuccess = () => {
            count[store] = counting.result;
          };
        }
        transaction.oncomplete = () => {
          opening.result.close();
          resolve(found());
        };
      };
    });
  }, door);

const nothing = { page: false, list: false, waiting: 0, checkedIn: 0 };

/** Waits until the door would open and decide without a network. */
const getReady = (page: Page, door: string) =>
  expect.poll(() => stored(page, door), { timeout: 30_000 }).toMatchObject({ page: true, list: true });

async function type(page: Page, code: string) {
  await page.getByLabel("Ticket code").fill(code);
  await page.getByLabel("Ticket code").press("Enter");
}

const verdict = (page: Page) => page.getByRole("status");
const rowsOf = (eventId: string, state: "active" | "held" | "undone" = "active") =>
  reader()
    .select()
    .from(checkIns)
    .where(and(eq(checkIns.eventId, eventId), eq(checkIns.state, state)));

test("50 tickets are checked in without a network, over a reload, and arrive once with their times", async ({
  page,
  world,
}) => {
  test.slow();
  const { event, tickets, door } = await setUp(world, 50);
  await open(page, door);
  await getReady(page, door);
  await page.context().setOffline(true);
  const began = Date.now();
  for (const [n, { code }] of tickets.entries()) {
    if (n === 25) {
      await page.reload();
      await ready(page);
      await expect(page.getByText("25 check-ins will be sent")).toBeVisible();
    }
    await type(page, code);
    await expect(verdict(page)).toContainText(`Guest Number ${n}`);
    await expect(verdict(page)).toContainText("Checked in");
  }
  const ended = Date.now();
  await type(page, tickets[3]?.code ?? "");
  await expect(verdict(page)).toContainText("Already checked in");
  await expect(verdict(page)).toContainText("North entrance");
  await type(page, "0000000000000000");
  await expect(verdict(page)).toContainText("Not on the list of this door");
  expect(await rowsOf(event.id)).toEqual([]);

  await page.context().setOffline(false);
  await expect.poll(async () => (await rowsOf(event.id)).length).toBe(50);
  await expect(page.getByText(/will be sent/)).toHaveCount(0);
  const rows = await rowsOf(event.id);
  expect(new Set(rows.map(({ ticketId }) => ticketId)).size).toBe(50);
  // The clock of the answer that the door sets its own by has whole seconds.
  for (const { at } of rows) {
    expect(at.getTime()).toBeGreaterThan(began - 2_000);
    expect(at.getTime()).toBeLessThan(ended + 2_000);
  }
  expect(rows.some(({ at, receivedAt }) => receivedAt.getTime() - at.getTime() > 500)).toBe(true);
});

test("the last scan is undone without a network, and the ticket comes in again", async ({ page, world }) => {
  const { event, tickets, door } = await setUp(world, 1);
  await open(page, door);
  await getReady(page, door);
  await page.context().setOffline(true);
  const code = tickets[0]?.code ?? "";
  await type(page, code);
  await expect(verdict(page)).toContainText("Checked in");
  await button(page, "Undo").click();
  await expect(verdict(page)).toContainText("Undone");
  await type(page, code);
  await expect(verdict(page)).toContainText("Checked in");
  await page.context().setOffline(false);
  await expect.poll(async () => (await rowsOf(event.id)).length).toBe(1);
  expect(await rowsOf(event.id, "undone")).toHaveLength(1);
});

test("the same ticket at two doors without a network is kept twice, and the organisers see it", async ({
  page,
  openBrowser,
  world,
}) => {
  const { event, tickets, door, organiser: account, ownDoor } = await setUp(world, 1);
  const south = await world.doorPass(event, "South entrance");
  const other = await openBrowser();
  for (const [at, address] of [
    [page, door],
    [other, south],
  ] as const) {
    await open(at, address);
    await getReady(at, address);
    await at.context().setOffline(true);
    await type(at, tickets[0]?.code ?? "");
    await expect(verdict(at)).toContainText("Checked in");
  }
  await page.context().setOffline(false);
  await expect.poll(async () => (await rowsOf(event.id)).length).toBe(1);
  await other.context().setOffline(false);
  await expect(other.getByText(/The organisers have to look at 1 check-in/)).toBeVisible();
  expect(await rowsOf(event.id, "held")).toMatchObject([{ door: "South entrance" }]);

  const organiser = await openBrowser(account);
  await open(organiser, ownDoor);
  const held = organiser.locator("#held");
  await expect(held).toContainText("Guest Number 0");
  await expect(held).toContainText("South entrance");
  await button(held, "Dismiss").click();
  await expect(held).toHaveCount(0);
});

test("nothing is lost when the browser is killed before it could send", async ({ world }) => {
  const { event, tickets, door } = await setUp(world, 3);
  const folder = mkdtempSync(path.join(tmpdir(), "evento-killed-"));
  const { launchOptions, contextOptions } = test.info().project.use;
  const start = () =>
    chromium.launchPersistentContext(folder, { ...launchOptions, ...contextOptions, baseURL: world.url });
  try {
    const killed = await start();
    const page = await killed.newPage();
    await open(page, door);
    await getReady(page, door);
    await killed.setOffline(true);
    for (const { code } of tickets) {
      await type(page, code);
      await expect(verdict(page)).toContainText(code.slice(-4));
    }
    const ended = killed.waitForEvent("close");
    const session = await killed.newCDPSession(page);
    await session.send("Browser.crash" as never).catch(() => {});
    await ended;
    expect(await rowsOf(event.id)).toEqual([]);

    const again = await start();
    await open(await again.newPage(), door);
    await expect.poll(async () => (await rowsOf(event.id)).length).toBe(3);
    await again.close();
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
});

test("a thief finds no name, no code and no address in what a door stores", async ({ page, world }) => {
  const { tickets, door } = await setUp(world, 3);
  await open(page, door);
  await getReady(page, door);
  await page.context().setOffline(true);
  await type(page, tickets[0]?.code ?? "");
  await expect(verdict(page)).toContainText("Checked in");
  const stores = await page.evaluate(async () => {
    const texts: string[] = [];
    const latin1 = (bytes: Uint8Array) => new TextDecoder("latin1").decode(bytes);
    const settled = <Value>(request: IDBRequest<Value>) =>
      new Promise<Value>((resolve) => {
        request.onsuccess = () => resolve(request.result);
      });
    for (const { name = "" } of await indexedDB.databases()) {
      const database = await settled(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        const rows = database.transaction(store).objectStore(store);
        for (const value of [...(await settled(rows.getAllKeys())), ...(await settled(rows.getAll()))])
          texts.push(value?.bytes ? latin1(value.bytes) : JSON.stringify(value));
      }
    }
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const key of await cache.keys()) {
        const response = await cache.match(key);
        texts.push(latin1(new Uint8Array((await response?.arrayBuffer()) ?? new ArrayBuffer(0))));
      }
    }
    for (const storage of [localStorage, sessionStorage]) texts.push(JSON.stringify({ ...storage }));
    return texts;
  });
  expect(stores.length).toBeGreaterThan(5);
  const all = stores.join("\n");
  for (const [n, { code, holderId }] of tickets.entries())
    for (const secret of [code, `Guest Number ${n}`, holderId, `${holderId}@example.org`])
      expect(all.includes(secret), secret).toBe(false);
});

test("the list is deleted once the pass has ended, and what was done before is sent", async ({
  page,
  world,
  noise,
}) => {
  // The page of a pass that has ended, when the worker asks for it.
  noise.allow(/^410/);
  const { event, tickets, door } = await setUp(world, 1);
  await open(page, door);
  await getReady(page, door);
  await page.context().setOffline(true);
  await type(page, tickets[0]?.code ?? "");
  await expect(verdict(page)).toContainText("Checked in");
  await transaction((tx) =>
    tx.update(doorPasses).set({ withdrawnAt: new Date() }).where(eq(doorPasses.eventId, event.id)),
  );
  await page.context().setOffline(false);
  await open(page, door);
  await expect(page.getByText("This door pass has ended.")).toBeVisible();
  await expect.poll(async () => (await rowsOf(event.id, "held")).length).toBe(1);
  await expect.poll(() => stored(page, door)).toMatchObject({ list: false, waiting: 0, checkedIn: 0 });
});

async function signOut(page: Page, url: string) {
  await open(page, "/account");
  await button(page, "Sign out").click();
  await expect(page).toHaveURL(`${url}/`);
}

const ends: [string, (page: Page, world: World, userId: string) => Promise<unknown>][] = [
  ["after signing out", (page, world) => signOut(page, world.url)],
  [
    "once the session was ended elsewhere",
    async (page, _world, userId) => {
      await transaction((tx) => tx.delete(sessions).where(eq(sessions.userId, userId)));
      await open(page, "/dashboard");
      await expect(page).toHaveURL(/\/sign-in/);
    },
  ],
];
for (const [when, end] of ends)
  test(`an organiser's door is forgotten ${when}, and a door with a pass is not`, async ({ page, world }) => {
    const { tickets, organiser, door, ownDoor } = await setUp(world, 1);
    await world.signIn(page.context(), organiser);
    for (const address of [door, ownDoor]) {
      await open(page, address);
      await getReady(page, address);
    }
    await type(page, tickets[0]?.code ?? "");
    await expect(verdict(page)).toContainText("Checked in");
    await expect.poll(() => stored(page, ownDoor)).toMatchObject({ checkedIn: 1 });
    await end(page, world, organiser.id);
    await expect.poll(() => stored(page, ownDoor)).toEqual(nothing);
    expect(await stored(page, door)).toMatchObject({ page: true, list: true });
    await page.context().setOffline(true);
    await expect(page.goto(ownDoor)).rejects.toThrow(/ERR_INTERNET_DISCONNECTED|ERR_FAILED/);
  });

test("what waits to be sent stays after signing out, until an organiser opens the door again", async ({
  page,
  world,
}) => {
  const { event, tickets, organiser, ownDoor } = await setUp(world, 2);
  await world.signIn(page.context(), organiser);
  await open(page, ownDoor);
  await getReady(page, ownDoor);
  await page.context().setOffline(true);
  for (const { code } of tickets) {
    await type(page, code);
    await expect(verdict(page)).toContainText(code.slice(-4));
  }
  // Now no page sends them.
  await page.goto("about:blank");
  await page.context().setOffline(false);
  await signOut(page, world.url);
  const left = { page: false, list: false, waiting: 2, checkedIn: 2 };
  await expect.poll(() => stored(page, ownDoor)).toEqual(left);
  expect(await rowsOf(event.id)).toEqual([]);

  await world.signIn(page.context(), organiser);
  await open(page, ownDoor);
  await expect.poll(async () => (await rowsOf(event.id)).length).toBe(2);
  await expect.poll(() => stored(page, ownDoor)).toMatchObject({ waiting: 0, list: true });
});

test("the list of an organiser's door is deleted once its time is over", async ({ page, world }) => {
  const { organiser, ownDoor } = await setUp(world, 1, inDays(-1));
  await world.signIn(page.context(), organiser);
  await open(page, ownDoor);
  await expect.poll(() => page.evaluate(async () => (await indexedDB.databases()).length)).toBe(1);
  // Left from when the door was open: the times of an event never change.
  await page.evaluate(async (address) => {
    const bytes = new Uint8Array(await (await fetch(`${address}/list`)).arrayBuffer());
    const opening = indexedDB.open(`evento-door ${address}`);
    await new Promise<void>((resolve) => {
      opening.onsuccess = () => {
        const transaction = opening.result.transaction("lists", "readwrite");
        transaction.objectStore("lists").put({ bytes, clockOffset: 0 }, "list");
        transaction.oncomplete = () => resolve();
      };
    });
  }, ownDoor);
  await open(page, ownDoor);
  await expect.poll(() => stored(page, ownDoor)).toMatchObject({ list: false });
});
