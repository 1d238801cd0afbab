import Database from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { sqlitePath } from "@/db/database-url";
import { newId } from "@/lib/runtime/ids";
import { type Account, addEvent, addTickets, testPassword } from "@/tests/harness/accounts";
import { fieldValue, readForm, wordsOf } from "@/tests/harness/html-form";
import type { Answer, Visitor } from "@/tests/harness/http-client";
import { startPostgres } from "@/tests/harness/postgres";
import { openGate, type TcpGate } from "@/tests/harness/tcp-gate";
import { startWorld, type World } from "@/tests/harness/world";

type Actors = { organiser: Account; attendee: Account; host: Visitor; visitor: Visitor; guest: Visitor };

async function gather(world: World): Promise<Actors> {
  const { account: organiser, visitor: host } = await world.join({ role: "organiser" });
  const { account: attendee, visitor } = await world.join();
  return { organiser, host, attendee, visitor, guest: world.visitor() };
}

const newEvent = {
  name: "Typed with care",
  description: "Two lines\nof it",
  location: "Pier 7",
  host: "The Pier Society",
  capacity: "40",
  date: new Date(Date.now() + 48 * 3_600_000).toISOString().slice(0, 10),
  time: "18:30",
  hours: "3",
  minutes: "15",
};

/** Loads a page for each kind of button and returns functions that press the buttons. */
async function loadForms(world: World, { organiser, attendee, host, visitor, guest }: Actors) {
  const event = await addEvent(world.database, { createdBy: organiser.id });
  const held = await addEvent(world.database, { createdBy: organiser.id });
  const [ticket] = await addTickets(world.database, held, [attendee]);
  const who = { email: attendee.email, password: testPassword };
  const presses: [Visitor, Answer, string, Record<string, string>][] = [
    [host, await host.get("/dashboard/events/new"), "Create event", newEvent],
    [
      host,
      await host.get(`/dashboard/events/${event}/edit`),
      "Save changes",
      { name: "Changed", capacity: "7" },
    ],
    [host, await host.get(`/dashboard/events/${event}`), "Yes, cancel this event", { reason: "Storm" }],
    [host, await host.get(`/dashboard/events/${event}`), "Add organiser", { email: attendee.email }],
    [host, await host.get(`/dashboard/events/${held}`), "Make organiser", {}],
    [visitor, await visitor.get(`/events/${event}`), "Request ticket", {}],
    [visitor, await visitor.get(`/tickets/${ticket}`), "Yes, cancel it", {}],
    [visitor, await visitor.get("/account"), "Save name", { name: "Another Name" }],
    [guest, await guest.get("/sign-in"), "Sign in", who],
    [
      guest,
      await guest.get("/register"),
      "Create account",
      { name: "New", email: "new@example.org", password: testPassword },
    ],
    [guest, await guest.get("/forgot-password"), "Send reset link", { email: attendee.email }],
  ];
  return { event, presses };
}

/** Presses all buttons at once and expects busy pages with the typed values and without a success. */
async function expectBusy(presses: Awaited<ReturnType<typeof loadForms>>["presses"]) {
  const answers = await Promise.all(
    presses.map(([who, page, button, fields]) => who.submit(page, button, fields)),
  );
  for (const [index, answer] of answers.entries()) {
    const [, , button, fields] = presses[index] as (typeof presses)[0];
    expect([answer.status, answer.location], button).toEqual([503, null]);
    expect(answer.headers.get("retry-after"), button).toMatch(/^\d+$/);
    expect(wordsOf(answer), button).toMatch(/try again/i);
    expect(answer.text, button).not.toContain(testPassword);
    // The form's own page has the values; the static page recommends the browser's back button.
    if (!answer.text.includes('class="home"')) {
      for (const [name, value] of Object.entries(fields))
        if (name !== "password") expect(fieldValue(answer, name), `${button} ${name}`).toBe(value);
    }
  }
  return answers;
}

describe("a database file that another program has locked", () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world?.stop());

  it("refuses every form with 503 after three seconds, keeps its values, and works again afterwards", async () => {
    const actors = await gather(world);
    const { event, presses } = await loadForms(world, actors);
    const before = await world.database.dump();
    const lock = new Database(sqlitePath(world.databaseUrl));
    lock.exec("begin immediate");
    const from = performance.now();
    const answers = await expectBusy(presses);
    const took = performance.now() - from;
    expect(took).toBeGreaterThan(2_900);
    // They wait together, not one after the other.
    expect(took).toBeLessThan(2_900 * presses.length);
    // Pages still work meanwhile, and the form keeps its values.
    expect((await actors.guest.get(`/events/${event}`)).status).toBe(200);
    expect(fieldValue(answers[0] as Answer, "description")).toBe(newEvent.description);
    lock.exec("rollback");
    lock.close();
    expect(await world.database.dump()).toEqual(before);
    for (const [who, page, button, fields] of presses.filter(([, , name]) => !/cancel this event/.test(name)))
      expect((await who.submit(page, button, fields)).status, button).toBe(303);
  });
});

describe("a PostgreSQL that is stopped", () => {
  it("refuses every page and form with 503 and try again, and works again afterwards", async () => {
    const postgres = await startPostgres();
    onTestFinished(() => postgres.stop());
    const url = new URL(await postgres.createDatabase("evento"));
    const gate = await openGate(Number(url.port));
    url.port = String(gate.port);
    const world = await startWorld({ databaseUrl: url.href });
    onTestFinished(() => world.stop());
    const actors = await gather(world);
    const { event, presses } = await loadForms(world, actors);
    // A page that is not cached; cached ones still work.
    const unseen = await addEvent(world.database, { createdBy: actors.organiser.id });
    const before = await world.database.dump();
    await gate.shut();

    for (const [who, path] of [
      [actors.guest, "/"],
      [actors.guest, `/events/${unseen}`],
      [actors.visitor, "/tickets"],
      [actors.host, `/dashboard/events/${event}`],
      [actors.visitor, "/api/viewer"],
    ] as const) {
      const answer = await who.get(path);
      expect(answer.status, path).toBe(503);
      expect(answer.headers.get("retry-after"), path).toMatch(/^\d+$/);
      expect(answer.text, path).toMatch(/try again|unavailable/i);
      expect(answer.text, path).not.toMatch(/ECONN|postgres|127\.0\.0\.1:/i);
    }
    expect((await actors.guest.get("/api/health/ready")).status).toBe(503);
    expect((await actors.guest.get("/api/health/live")).status).toBe(200);
    await expectBusy(presses);

    await gate.open();
    await expect.poll(async () => (await actors.guest.get("/api/health/ready")).status).toBe(200);
    expect(await world.database.dump()).toEqual(before);
    expect((await actors.visitor.get("/account")).text).toContain(actors.attendee.email);
    for (const [who, page, button, fields] of presses.filter(([, , name]) => !/cancel this event/.test(name)))
      expect((await who.submit(page, button, fields)).status, button).toBe(303);
  }, 120_000);
});

describe("a PostgreSQL behind a connection that fails", () => {
  let world: World;
  let gate: TcpGate;
  let actors: Actors;
  beforeAll(async () => {
    const postgres = await startPostgres();
    const url = new URL(await postgres.createDatabase("evento"));
    gate = await openGate(Number(url.port));
    url.port = String(gate.port);
    world = await startWorld({ databaseUrl: url.href });
    actors = await gather(world);
    return async () => {
      await world.stop();
      await postgres.stop();
    };
  });
  const commit = "commit\0";

  it("during the commit of a ticket leads to the one ticket, and during its cancellation to the void one", async () => {
    const { organiser, attendee, visitor } = actors;
    const event = await addEvent(world.database, { createdBy: organiser.id });
    const page = await visitor.get(`/events/${event}`);
    gate.dropAnswerTo(commit);
    const answer = await visitor.submit(page, "Request ticket");
    const rows = () => world.database.sql("select id, voided_at from tickets where event_id = ?", [event]);
    const [ticket, ...others] = await rows();
    expect([answer.status, answer.location, others]).toEqual([303, `/tickets/${ticket?.id}`, []]);
    gate.dropAnswerTo(commit);
    const cancelled = await visitor.submit(await visitor.get(`/tickets/${ticket?.id}`), "Yes, cancel it");
    expect([cancelled.status, cancelled.location]).toEqual([303, `/tickets/${ticket?.id}`]);
    expect(await rows()).toEqual([{ id: ticket?.id, voided_at: expect.anything() }]);
    const mails = await world.database.sql("select kind from outbox where recipient = ? and event_id = ?", [
      attendee.email,
      event,
    ]);
    expect(mails.map(({ kind }) => kind).sort()).toEqual(["ticket", "ticket-cancelled"]);
  });

  it("during the commit of a new event says that it may have been made, and keeps what was typed", async () => {
    const { host } = actors;
    const page = await host.get("/dashboard/events/new");
    // The fault would hit the commit of a mail that was just sent.
    const queued = () => world.database.sql("select id from outbox where state = 'queued'");
    await expect.poll(queued).toEqual([]);
    gate.dropAnswerTo(commit);
    const answer = await host.submit(page, "Create event", newEvent);
    expect([answer.status, answer.location]).toEqual([503, null]);
    expect(wordsOf(answer)).toMatch(/may or may not have been done\. Check before you try again/);
    expect(wordsOf(answer)).not.toContain("nothing was changed");
    expect(fieldValue(answer, "description")).toBe(newEvent.description);
    const made = await world.database.sql("select id from events where name = ?", [newEvent.name]);
    expect(made).toHaveLength(1);
  });

  it("by hanging answers every page and form with 503, and works again afterwards", async () => {
    const loaded = await loadForms(world, actors);
    const unseen = await addEvent(world.database, { createdBy: actors.organiser.id });
    gate.freeze();
    const [page, ready] = await Promise.all([
      actors.guest.get(`/events/${unseen}`),
      actors.guest.get("/api/health/ready"),
      expectBusy(loaded.presses),
    ]);
    expect([page.status, ready.status]).toEqual([503, 503]);
    await gate.shut();
    await gate.open();
    await expect.poll(async () => (await actors.guest.get("/api/health/ready")).status).toBe(200);
    expect((await actors.guest.get(`/events/${unseen}`)).status).toBe(200);
  });
});

describe("bad input", () => {
  let world: World;
  let actors: Actors;
  beforeAll(async () => {
    world = await startWorld();
    actors = await gather(world);
  });
  afterAll(() => world?.stop());

  // A missing value, one too long, one that PostgreSQL cannot store, and half a character.
  const fewValues = [null, "x".repeat(9_000), "\u0000", "\ud800"];
  const manyValues = [
    ...fewValues,
    "",
    " ",
    "9".repeat(400),
    "-1",
    "NaN",
    "null",
    "[object Object]",
    "' or 1=1; --",
    "%",
    "../../etc/passwd",
    "\u202e",
    "👩‍👩‍👧‍👦".repeat(50),
    "0e0",
    "{}",
    "$K1",
  ];

  /** Sends every form with each of the values in each of its fields. */
  async function fillFields(values: (string | null)[]) {
    const { presses } = await loadForms(world, actors);
    for (const [who, page, button, right] of presses) {
      const names = readForm(page, button).entries.map(([name]) => name);
      for (const name of new Set(names.filter((each) => !each.startsWith("$ACTION")))) {
        const tries = values.map(async (value) => {
          const answer = await who.submit(page, button, { ...right, [name]: value });
          expect(answer.status, `${button}: ${name}=${String(value).slice(0, 20)}`).toBeLessThan(500);
        });
        await Promise.all(tries);
      }
    }
  }

  it("in any field of any form causes a refusal or a success, never a fault", () => fillFields(fewValues));

  it("of many kinds, in any field of any form, never causes a fault", { tags: ["long"] }, () =>
    fillFields(manyValues),
  );

  it("that is no text never causes a fault", async () => {
    const page = await actors.host.get("/dashboard/events/new");
    const { entries, action } = readForm(page, "Create event");
    const form = new FormData();
    for (const [name, value] of entries) {
      if (name === "name") form.append(name, new Blob(["a file"]), "file.txt");
      else if (name === "capacity") for (const each of ["1", "2"]) form.append(name, each);
      else form.append(name, value);
    }
    const answer = await actors.host.send(action, { method: "POST", body: form });
    expect([answer.status, answer.location]).toEqual([200, null]);
  });

  it.each([
    ["an unknown field of the form's state", "$ACTION_2:1", "{", null],
    ["a state that is no state", "$ACTION_2:1", "[null]", "/register?sent=1"],
    ["an action that is none", "$ACTION_2:0", '{"id":"00","bound":"$@1"}', null],
    ["an action without its state", "$ACTION_2:1", null, null],
  ])("in a hidden field is refused, or ignored if it only tells what was shown: %s", async (...row) => {
    const [, field, value, location] = row;
    const page = await world.visitor().get("/register");
    const { entries } = readForm(page, "Create account");
    const prefix = entries.find(([name]) => /^\$ACTION_\d+:0$/.test(name))?.[0].slice(0, -2) ?? "";
    const name = field.replace("$ACTION_2", prefix);
    const send = (changed: Record<string, string | null>) => {
      const fields = { name: "Ada", email: `${newId()}@example.org`, password: testPassword };
      return world.visitor().submit(page, "Create account", { ...fields, ...changed });
    };
    const answer = await send({ [name]: value });
    expect(answer.status).toBeGreaterThanOrEqual(200);
    expect(answer.status).toBeLessThan(500);
    expect(answer.location).toBe(location);
    expect((await send({})).location).toBe("/register?sent=1");
  });

  it("in a URL is 404 or ignored", async () => {
    const event = await addEvent(world.database, { createdBy: actors.organiser.id });
    const ids = [
      "none",
      "0",
      "-1",
      "%00x",
      "..%2f..",
      "a".repeat(3_000),
      "constructor",
      "__proto__",
      `${event}%20`,
      `${event}/x`,
      encodeURIComponent("👩"),
    ];
    for (const id of ids) {
      for (const path of [
        `/events/${id}`,
        `/tickets/${id}`,
        `/dashboard/events/${id}`,
        `/dashboard/events/${id}/edit`,
        `/dev/mailbox/${id}`,
        `/dev/mailbox/${id}/html`,
      ]) {
        const { status } = await actors.host.get(path);
        expect([400, 404], `${path.slice(0, 60)} ${status}`).toContain(status);
      }
    }
    for (const query of [
      "q=a&q=b",
      "page=1&page=2",
      "q[]=x",
      "page[]=2",
      "from=x&to=%FF",
      "from=2020-13-45",
      "q=%00",
      "q=%ud800",
      "=&&=",
      "__proto__=x",
      `q=${"a".repeat(5_000)}`,
      "q=%25%5C_'\"",
      "page=1e1",
      "from=2030-01-01&to=2020-01-01",
    ]) {
      for (const path of [
        "/",
        `/events/${event}`,
        "/register",
        "/sign-in",
        "/verify-email",
        "/reset-password",
        "/dashboard",
        `/dashboard/events/${event}`,
        "/dashboard/events/new",
        "/tickets",
        "/account",
        "/api/viewer",
        "/dev/mailbox",
      ]) {
        const { status } = await actors.host.get(`${path}?${query}`);
        expect(status, `${path}?${query.slice(0, 40)}`).toBeLessThan(500);
      }
    }
    for (const name of ["token", "next", "sent", "event", "from", "saved"]) {
      for (const path of [
        "/verify-email",
        "/reset-password",
        "/sign-in",
        "/register",
        "/api/viewer",
        "/dashboard/events/new",
        "/account",
      ]) {
        const { status } = await world.visitor().get(`${path}?${name}=a&${name}=b`);
        expect(status, `${path} ${name}`).toBeLessThan(500);
      }
    }
  }, 240_000);
});
