import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDoorList } from "@/lib/check-in/open-door-list";
import { newId } from "@/lib/runtime/ids";
import { groupCode } from "@/lib/ticket-codes/ticket-code";
import { type Account, addAccounts, addEvent, addTickets } from "@/tests/harness/accounts";
import { fieldError, readDocument, wordsOf } from "@/tests/harness/html-form";
import type { Answer, Visitor } from "@/tests/harness/http-client";
import { startWorld, type World } from "@/tests/harness/world";

let world: World;
let organiser: Account;
let host: Visitor;
beforeAll(async () => {
  world = await startWorld();
  ({ account: organiser, visitor: host } = await world.join({ role: "organiser", name: "Grace Hopper" }));
});
afterAll(() => world?.stop());

const hour = 3_600_000;
const inHours = (hours: number) => new Date(Date.now() + hours * hour);

/** An event that begins in an hour, with a ticket of each name. */
async function setUp(
  names: string[] = ["Priya Student"],
  given: Partial<Parameters<typeof addEvent>[1]> = {},
) {
  const event = await addEvent(world.database, {
    ...{ createdBy: organiser.id, name: "Jazz Supper", startsAt: inHours(1), capacity: 4_242 },
    ...given,
  });
  const holders = await addAccounts(
    world.database,
    names.map((name) => ({ name })),
  );
  const ids = await addTickets(world.database, event, holders);
  const tickets = [];
  for (const [n, id] of ids.entries()) {
    const [row] = await world.database.sql("select code from tickets where id = ?", [id]);
    tickets.push({ id, code: String(row?.code), holder: holders[n] as Account });
  }
  return { event, tickets, door: `/dashboard/events/${event}/door` };
}

/** Makes a door pass as an organiser and returns its path. */
async function makePass(door: string, name = "North entrance"): Promise<string> {
  const made = await host.submit(await host.get(door), "Make a door pass", { door: name });
  expect(made.status).toBe(303);
  const page = await host.follow(made);
  const path = /\/door\/([0-9a-z]{20}\.[\w-]{43})/.exec(page.text)?.[0];
  if (!path) throw new Error("The page shows no pass.");
  return path;
}

const statusOf = (page: Answer) =>
  [...readDocument(page).querySelectorAll("[role=status]")]
    .map((each) => each.textContent ?? "")
    .join(" ")
    .trim();

const checkIn = async (who: Visitor, door: string, code: string) =>
  who.follow(await who.submit(await who.get(door), "Check in", { code }));

const json = (body: unknown) => ({
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(body),
});

const scan = (who: Visitor, door: string, code: string, nonce = newId()) =>
  who.send(`${door}/scan`, json({ code, nonce }));

const readBytes = async (path: string) =>
  new Uint8Array(await (await fetch(world.server.url + path)).arrayBuffer());

describe("without JavaScript", () => {
  it("a helper with a pass checks tickets in by typing, and undoes it", async () => {
    const { event, tickets, door } = await setUp();
    const [ticket] = tickets;
    const helper = world.visitor();
    const pass = await makePass(door);
    const typed = groupCode(ticket?.code ?? "").toLowerCase();
    const first = await checkIn(helper, pass, typed);
    expect(statusOf(first)).toContain("Checked inPriya Student");
    expect(wordsOf(first)).toContain("1 checked in at this door");
    const second = await checkIn(helper, pass, typed);
    expect(statusOf(second)).toMatch(/^Already checked inPriya StudentScanned \d\d:\d\d, North entrance$/);
    const undone = await helper.follow(await helper.submit(first, "Undo"));
    expect(statusOf(undone)).toContain("Undone");
    expect(wordsOf(undone)).toContain("0 checked in at this door");
    const [row] = await world.database.sql("select state, undone_by_pass from check_ins where event_id = ?", [
      event,
    ]);
    expect(row).toEqual({ state: "undone", undone_by_pass: pass.split(/[/.]/)[2] });
  });

  it("says why a ticket is not valid", async () => {
    const { tickets, door } = await setUp(["Ada", "Bob"]);
    const [voided] = tickets;
    await world.database.sql(
      "update tickets set voided_at = ?, voided_because = 'cancelled-by-holder' where id = ?",
      [new Date(), voided?.id ?? ""],
    );
    const foreign = await setUp(["Eve"], { name: "Letterpress" });
    const pass = await makePass(door);
    const say = async (code: string) => statusOf(await checkIn(world.visitor(), pass, code));
    expect(await say(voided?.code ?? "")).toMatch(/^Not validCancelled by the holderon /);
    expect(await say(foreign.tickets[0]?.code ?? "")).toMatch(/^Not validOther eventValid for Letterpress, /);
    expect(await say("0000 0000 0000 0000")).toMatch(/^Not validUnknown code/);
    expect(await say("a poem")).toMatch(/^Not validNot a ticket code/);
  });

  it("refuses a scan of 5,000 characters at the field", async () => {
    const { door } = await setUp();
    const pass = await makePass(door);
    const page = await world.visitor().get(pass);
    const answer = await world.visitor().submit(page, "Check in", { code: "x".repeat(5_000) });
    expect(fieldError(answer, "code")).toContain("far too long");
  });

  it("an organiser checks in by name, and at another time with a reason", async () => {
    const { event, tickets, door } = await setUp(["Ada Lovelace"], { startsAt: inHours(30) });
    const refused = await host.submit(await host.get(door), "Check in", { code: tickets[0]?.code ?? "" });
    expect(statusOf(refused)).toMatch(/^Not validToo early/);
    const inAnyway = await host.follow(await host.submit(refused, "Check in", { reason: "Rehearsal" }));
    expect(statusOf(inAnyway)).toContain("Checked inAda Lovelace");
    const [row] = await world.database.sql("select override_reason from check_ins where event_id = ?", [
      event,
    ]);
    expect(row).toEqual({ override_reason: "Rehearsal" });
    expect(wordsOf(await host.get(`${door}?q=lovelace`))).toMatch(
      /Checked in \w{3} \d+ \w{3}, \d\d:\d\d, Organisers/,
    );
  });

  it("an organiser finds people by name and checks them in", async () => {
    const { door } = await setUp(["Ada Lovelace", "Bob"]);
    const found = await host.get(`${door}?q=lovelace`);
    expect(wordsOf(found)).toContain("Ada Lovelace");
    expect(wordsOf(found)).not.toContain("Bob");
    // The first button is that of the code.
    const withoutCode = readDocument(found).querySelector("form:has([name=ticketId])");
    const fields = Object.fromEntries(
      [...(withoutCode?.querySelectorAll("input") ?? [])].map(({ name, value }) => [name, value]),
    );
    const answer = await host.follow(await host.submit(found, "Check in", { ...fields, code: null }));
    expect(statusOf(answer)).toContain("Checked inAda Lovelace");
  });

  it("an organiser finds whom any door checked in, and undoes it with a reason", async () => {
    const { event, tickets, door } = await setUp(["Ada Lovelace", "Bob"]);
    const [pass, helper] = [await makePass(door), world.visitor()];
    for (const { code } of tickets) await scan(helper, pass, code);
    const found = await host.get(`${door}?q=lovelace`);
    const undone = await host.follow(await host.submit(found, "Undo", { reason: "Wrong person" }));
    expect(statusOf(undone)).toContain("Undone");
    expect(wordsOf(undone)).toContain("Ada Lovelace");
    const rows = "select ticket_id, state, undo_reason from check_ins where event_id = ?";
    expect(new Set(await world.database.sql(rows, [event]))).toEqual(
      new Set([
        { ticket_id: tickets[0]?.id, state: "undone", undo_reason: "Wrong person" },
        { ticket_id: tickets[1]?.id, state: "active", undo_reason: null },
      ]),
    );
  });
});

describe("a door pass", () => {
  it("is refused at the next scan once it is withdrawn", async () => {
    const { tickets, door } = await setUp();
    const pass = await makePass(door);
    const helper = world.visitor();
    const page = await helper.get(pass);
    expect(page.status).toBe(200);
    await host.submit(await host.get(door), "Withdraw");
    const code = tickets[0]?.code ?? "";
    expect(statusOf(await helper.submit(page, "Check in", { code }))).toMatch(/^Not validDoor pass ended/);
    expect(JSON.parse((await scan(helper, pass, code)).text)).toEqual({
      result: "not-valid",
      reason: "pass-ended",
    });
    const reloaded = await helper.get(pass);
    expect(reloaded.status).toBe(410);
    expect(wordsOf(reloaded)).toContain("This door pass has ended.");
    expect((await helper.get(`${pass}/list`)).status).toBe(404);
    expect(
      await world.database.sql("select id from check_ins where ticket_id = ?", [tickets[0]?.id ?? ""]),
    ).toEqual([]);
  });

  it("shows no address, no capacity, no list and no name before a scan", async () => {
    const names = ["Mary Somerville", "Priya Student", "Zoë Quinn"];
    const { event, tickets, door } = await setUp(names);
    const pass = await makePass(door);
    const helper = world.visitor();
    const secrets = ["4242", "4,242", "capacity", "allocated", organiser.email, organiser.name];
    for (const { holder, code, id } of tickets) secrets.push(holder.name, holder.email, holder.id, code, id);
    const answers = [
      await helper.get(pass),
      await helper.getRsc(pass),
      await helper.get(`${pass}?q=mary&only=scanner`),
    ];
    for (const answer of answers) {
      expect(answer.status).toBe(200);
      for (const secret of secrets) expect(answer.text, secret).not.toContain(secret);
    }
    const [one, ...others] = tickets;
    const verdict = await scan(helper, pass, one?.code ?? "");
    expect(JSON.parse(verdict.text)).toMatchObject({ result: "checked-in", name: "Mary Somerville" });
    for (const { holder } of others) expect(verdict.text).not.toContain(holder.name);
    for (const { holder } of tickets) expect(verdict.text).not.toContain(holder.email);
    for (const path of [door, `/dashboard/events/${event}/door-list`])
      expect((await helper.get(path)).location).toMatch(/^\/sign-in\?next=/);
  });

  it("is private: neither stored nor indexed, and its address goes to no other site", async () => {
    const { door } = await setUp();
    const { headers, text } = await world.visitor().get(await makePass(door));
    expect(headers.get("cache-control")).toMatch(/private.*no-store/);
    expect(headers.get("referrer-policy")).toBe("same-origin");
    expect(text).toContain('<meta name="robots" content="noindex"');
  });

  it("is the only page with the camera, beside its organisers' door", async () => {
    const { event, door } = await setUp();
    const pass = await makePass(door);
    const policies = async (who: Visitor, path: string) => {
      const { headers } = await who.get(path);
      const csp = headers.get("content-security-policy") ?? "";
      return [
        /camera=\(.*?\)/.exec(headers.get("permissions-policy") ?? "")?.[0],
        csp.includes("wasm-unsafe-eval"),
      ];
    };
    for (const [who, path] of [
      [world.visitor(), pass],
      [host, door],
    ] as const)
      expect(await policies(who, path), path).toEqual(["camera=(self)", true]);
    for (const path of [`/events/${event}`, `/dashboard/events/${event}`, `${door}-list`, "/"])
      expect(await policies(host, path), path).toEqual(["camera=()", false]);
  });

  it("cannot be guessed: wrong ones are 404, and then 429", async () => {
    const { door } = await setUp();
    const pass = await makePass(door);
    const guest = world.visitor();
    const wrong = pass.replace(/.$/, (last) => (last === "A" ? "E" : "A"));
    const statuses = new Set<number>();
    for (let n = 0; n < 70; n += 1) statuses.add((await guest.get(wrong)).status);
    expect([...statuses]).toEqual([404, 429]);
    expect((await guest.get(pass)).status).toBe(200);
  });
});

describe("the scanner", () => {
  it("gives the same verdict for the same nonce, and refuses it for another ticket", async () => {
    const { tickets, door } = await setUp(["Ada", "Bob"]);
    const [pass, nonce, helper] = [await makePass(door), newId(), world.visitor()];
    const [one = "", two = ""] = tickets.map(({ code }) => code);
    const first = await scan(helper, pass, one, nonce);
    expect((await scan(helper, pass, one, nonce)).text).toBe(first.text);
    expect((await scan(helper, pass, two, nonce)).status).toBe(409);
  });

  it("obeys nobody else", async () => {
    const { tickets, door } = await setUp();
    const code = tickets[0]?.code ?? "";
    const { visitor: stranger } = await world.join({ role: "organiser" });
    for (const who of [stranger, world.visitor()]) {
      expect((await scan(who, door, code)).status).toBe(404);
      const sync = json({ sentAt: new Date(), done: [] });
      expect((await who.send(`${door}/sync`, sync)).status).toBe(404);
      expect((await who.get(`${door}/list`)).status).toBe(404);
    }
    expect((await stranger.get(door)).status).toBe(404);
    expect((await stranger.get(`${door}-list`)).status).toBe(404);
    const foreign = { ...json({ code, nonce: newId() }) };
    const answer = await host.send(`${door}/scan`, {
      ...foreign,
      headers: { ...foreign.headers, Origin: "https://evil.example" },
    });
    expect(answer.status).toBe(403);
  });

  it("answers what it cannot read with 400", async () => {
    const pass = await makePass((await setUp()).door);
    const many = Array.from({ length: 101 }, () => ({
      ...{ kind: "check-in", nonce: newId(), ticketId: newId(), at: new Date() },
    }));
    for (const [path, body] of [
      ["scan", null],
      ["scan", { code: "x".repeat(5_000), nonce: newId() }],
      ["scan", { code: "x", nonce: "short" }],
      ["sync", { sentAt: "yesterday", done: [] }],
      ["sync", { sentAt: new Date(), done: many }],
    ] as const)
      expect((await world.visitor().send(`${pass}/${path}`, json(body))).status, path).toBe(400);
  });

  it("gets a list in which nothing can be read without the code of a ticket", async () => {
    const { tickets, door } = await setUp(["Mary Somerville", "Priya Student"]);
    const pass = await makePass(door);
    const bytes = await readBytes(`${pass}/list`);
    const text = Buffer.from(bytes).toString("latin1");
    for (const { holder, code, id } of tickets)
      for (const secret of [holder.name, holder.email, code, id]) expect(text).not.toContain(secret);
    const list = openDoorList(bytes);
    expect(await list?.find(tickets[1]?.code ?? "")).toMatchObject({
      name: "Priya Student",
      state: "active",
    });
    expect(await list?.find("0000000000000000")).toBeNull();
  });

  it("gets a list by which no ticket of a cancelled event is valid, and says so on the page", async () => {
    const { event, tickets, door } = await setUp();
    const pass = await makePass(door);
    await host.submit(await host.get(`/dashboard/events/${event}`), "Yes, cancel this event");
    const list = openDoorList(await readBytes(`${pass}/list`));
    expect(await list?.find(tickets[0]?.code ?? "")).toMatchObject({ state: "event-cancelled" });
    for (const [who, path] of [[world.visitor(), pass] as const, [host, door] as const])
      expect(wordsOf(await who.get(path))).toContain("This event was cancelled, so no ticket is valid.");
  });

  it("may send what it did offline although its pass has ended; the organisers decide", async () => {
    const { tickets, door } = await setUp();
    const pass = await makePass(door);
    await host.submit(await host.get(door), "Withdraw");
    const entry = { kind: "check-in", nonce: newId(), ticketId: tickets[0]?.id, at: new Date() };
    const answer = await world.visitor().send(`${pass}/sync`, json({ sentAt: new Date(), done: [entry] }));
    expect(JSON.parse(answer.text)).toEqual({
      results: [{ nonce: entry.nonce, result: "held", reason: "pass-ended" }],
    });
    const page = await host.get(door);
    expect(wordsOf(page)).toContain("The pass of the door has ended.");
    const counted = await host.follow(await host.submit(page, "Count it"));
    expect(wordsOf(counted)).toContain("1 of 1 checked in");
  });
});

describe("a ticket that is checked in", () => {
  it("says when, offers no cancelling, and refuses it", async () => {
    const { tickets, door } = await setUp();
    const [ticket] = tickets;
    const holder = await world.as(ticket?.holder as Account);
    const before = await holder.get(`/tickets/${ticket?.id}`);
    expect(before.text).toContain("Cancel ticket");
    await checkIn(host, door, ticket?.code ?? "");
    const after = await holder.get(`/tickets/${ticket?.id}`);
    expect(wordsOf(after)).toMatch(/Checked in at \w{3} \d+ \w{3}, \d\d:\d\d/);
    expect(after.text).not.toContain("Cancel ticket");
    const refused = await holder.submit(before, "Yes, cancel it");
    expect(wordsOf(refused)).toContain("Checked in at");
    const called = await holder.callAction(before, "Yes, cancel it");
    expect(called.text).toContain('"reason":"checked-in"');
    const row = await world.database.sql("select voided_at from tickets where id = ?", [ticket?.id ?? ""]);
    expect(row).toEqual([{ voided_at: null }]);
  });
});

it("prints a list of names with the end of each code", async () => {
  const { event, tickets } = await setUp(["Zoë", "Ada"]);
  const page = await host.get(`/dashboard/events/${event}/door-list`);
  const rows = [...readDocument(page).querySelectorAll("tbody tr")].map((row) =>
    [...row.querySelectorAll("td")].slice(1).map((cell) => cell.textContent),
  );
  const ending = (n: number) => tickets[n]?.code.slice(-4);
  expect(rows).toEqual([
    ["Ada", ending(1)],
    ["Zoë", ending(0)],
  ]);
  for (const { holder, code } of tickets) {
    expect(page.text).not.toContain(holder.email);
    expect(page.text).not.toContain(code);
  }
});
