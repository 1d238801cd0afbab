import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Account, addAccounts, addEvent, addTickets, addWaiting } from "@/tests/harness/accounts";
import { fieldError, fieldValue, readDocument, wordsOf } from "@/tests/harness/html-form";
import type { Visitor } from "@/tests/harness/http-client";
import { eventIdIn } from "@/tests/harness/http-client";
import { stoppedScripts } from "@/tests/harness/script-policy";
import { type SmtpHarness, startSmtp } from "@/tests/harness/smtp";
import { startWorld, type World } from "@/tests/harness/world";

let world: World;
let smtp: SmtpHarness;
let organiser: Account;
let host: Visitor;
beforeAll(async () => {
  smtp = await startSmtp();
  world = await startWorld({ env: { SMTP_URL: smtp.url } });
});
afterAll(async () => {
  await world?.stop();
  await smtp?.stop();
});
beforeEach(async () => {
  const joined = await world.join({ role: "organiser", name: "Grace Hopper" });
  organiser = joined.account;
  host = joined.visitor;
});

const newEvent = (given: { capacity?: number; name?: string; startsAt?: Date; createdBy?: string } = {}) =>
  addEvent(world.database, { createdBy: organiser.id, ...given });
const eventRow = async (id: string) =>
  (await world.database.sql("select * from events where id = ?", [id]))[0];

const tomorrow = new Date(Date.now() + 48 * 3_600_000).toISOString().slice(0, 10);
const form = {
  name: "Lantern walk",
  description: "Bring a coat.",
  location: "Pier 7",
  host: "The Pier Society",
  capacity: "40",
  date: tomorrow,
  time: "18:30",
  timeZone: "Europe/London",
  hours: "2",
  minutes: "0",
};
const create = async (visitor: Visitor, fields: Record<string, string | null> = {}) =>
  visitor.submit(await visitor.get("/dashboard/events/new"), "Create event", { ...form, ...fields });

async function holders(event: string, count: number) {
  const accounts = await addAccounts(world.database, Array(count).fill({}));
  return { accounts, tickets: await addTickets(world.database, event, accounts) };
}

describe("another organiser's event", () => {
  it("cannot be seen, edited, cancelled, duplicated or used for a promotion", async () => {
    const foreign = await newEvent({ name: "Theirs", capacity: 60 });
    const { accounts, tickets } = await holders(foreign, 2);
    const [entryId] = await addWaiting(world.database, foreign, await addAccounts(world.database, [{}]));
    const joined = await world.join({ role: "organiser" });
    const stranger = joined.visitor;
    const own = await newEvent({ createdBy: joined.account.id });
    await holders(own, 2);
    const home = `/dashboard/events/${own}`;
    const takeBack = { reason: "No longer yours" };
    const secondStep = async () => {
      const ticketId = fieldValue(await stranger.get(home), "take-back");
      return stranger.get(`${home}?take-back=${ticketId}`);
    };
    await stranger.submit(await secondStep(), "Yes, take it back", takeBack);
    const queued = () => world.database.sql("select id from outbox where state = 'queued'");
    await expect.poll(queued).toEqual([]);
    await addWaiting(world.database, own, await addAccounts(world.database, [{}]));
    for (const path of [
      `/dashboard/events/${foreign}`,
      `/dashboard/events/${foreign}/edit`,
      `/dashboard/events/${foreign}?q=a`,
      `/dashboard/events/${foreign}/messages`,
      `/dashboard/events/${foreign}/statistics`,
      `/dashboard/events/${foreign}?show=void&waiting=${entryId}`,
      `/dashboard/events/${foreign}/attendees.csv?show=waiting`,
    ]) {
      const answer = await stranger.get(path);
      expect(answer.status, path).toBe(404);
      expect(answer.text).not.toContain(accounts[0]?.email);
    }
    const copy = await stranger.get(`/dashboard/events/new?from=${foreign}`);
    expect(fieldValue(copy, "name")).not.toBe("Theirs");

    const before = await world.database.dump();
    const manage = await stranger.get(home);
    const taking = await secondStep();
    const edit = await stranger.get(`/dashboard/events/${own}/edit`);
    const messages = await stranger.get(`/dashboard/events/${own}/messages`);
    const userId = accounts[0]?.id ?? "";
    const words = { subject: "Mine now", body: "Mine now." };
    const tries = [
      await stranger.submit(manage, "Yes, cancel this event", { eventId: foreign, reason: "mine now" }),
      await stranger.submit(edit, "Save changes", { eventId: foreign, name: "Mine now", capacity: "1" }),
      await stranger.submit(manage, "Add organiser", { eventId: foreign, email: joined.account.email }),
      await stranger.submit(manage, "Make organiser", { eventId: foreign, userId }),
      await stranger.submit(messages, "Preview", { ...words, eventId: foreign, intent: "send" }),
      await stranger.submit(taking, "Yes, take it back", {
        ...{ ...takeBack, eventId: foreign, ticketId: String(tickets[0]) },
      }),
      // Of another event than the one that is organised.
      await stranger.submit(taking, "Yes, take it back", { ...takeBack, ticketId: String(tickets[0]) }),
      await stranger.submit(manage, "Allow a new ticket", { eventId: foreign }),
      await stranger.submit(manage, "Remove from the list", { eventId: foreign, entryId: String(entryId) }),
      await stranger.submit(manage, "Remove from the list", { entryId: String(entryId) }),
    ];
    for (const answer of tries) {
      expect(answer.status).toBe(404);
      expect(answer.location).toBeNull();
    }
    const after = await world.database.dump();
    for (const table of [
      "events",
      "tickets",
      "event_organisers",
      "exclusions",
      "waiting_list_entries",
      "messages",
      "mailings",
      "outbox",
    ])
      expect(after[table], table).toEqual(before[table]);
    // Apart from the refusals themselves.
    const done = after.audit_log?.filter(({ action }) => action !== "access.refuse");
    expect(done).toEqual(before.audit_log);
  });

  it("can be managed by an attendee promoted for it, unlike any other event", async () => {
    const event = await newEvent({ name: "Shared" });
    const other = await newEvent();
    const { account, visitor } = await world.join({ name: "Promoted Person" });
    expect((await visitor.get(`/dashboard/events/${event}`)).status).toBe(404);
    const promoted = await host.submit(await host.get(`/dashboard/events/${event}`), "Add organiser", {
      email: account.email.toUpperCase(),
    });
    expect([promoted.status, promoted.location]).toEqual([303, `/dashboard/events/${event}?done=organiser`]);
    await smtp.waitForMail(
      ({ subject, envelopeTo }) => /organiser/.test(subject ?? "") && envelopeTo.includes(account.email),
    );
    expect((await visitor.get(`/dashboard/events/${event}`)).status).toBe(200);
    expect((await visitor.get(`/dashboard/events/${other}`)).status).toBe(404);
    expect((await visitor.get("/dashboard/events/new")).status).toBe(404);
    const own = await host.get("/dashboard/events/new");
    const forged = await visitor.submit(own, "Create event", form);
    expect(forged.status).toBe(404);
    const edited = await visitor.submit(
      await visitor.get(`/dashboard/events/${event}/edit`),
      "Save changes",
      {
        capacity: "77",
      },
    );
    expect(edited.location).toBe(`/dashboard/events/${event}?done=changed`);
    expect(await eventRow(event)).toMatchObject({ capacity: 77 });
    const page = await host.get(`/dashboard/events/${event}`);
    await host.submit(page, "Remove organiser");
    expect((await visitor.get(`/dashboard/events/${event}`)).status).toBe(404);
    const creator = await host.submit(page, "Remove organiser", { userId: organiser.id });
    expect(creator.location).toBeNull();
    expect((await host.get(`/dashboard/events/${event}`)).status).toBe(200);
  });
});

describe("the attendee list", () => {
  it("is a file for the event's organisers, with what a search found, and for nobody else", async () => {
    const event = await newEvent({ name: "O'Brien & Sons <b>" });
    const people = await addAccounts(world.database, [{ name: "Ada" }, { name: "-Grace" }]);
    await addTickets(world.database, event, people);
    const path = `/dashboard/events/${event}/attendees.csv`;
    const page = await host.get(`/dashboard/events/${event}?q=ada`);
    const links = [...readDocument(page).querySelectorAll("a")].map((link) => link.getAttribute("href"));
    expect(links).toContain(`${path}?q=ada`);
    const file = await host.get(path);
    expect(file.status).toBe(200);
    expect(file.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(file.headers.get("content-disposition")).toMatch(/^attachment; filename="o-brien-[a-z-]+\.csv"$/);
    expect(file.headers.get("cache-control")).toContain("no-store");
    for (const { email } of people) expect(file.text).toContain(`,${email},valid,2`);
    expect(file.text).toContain("'-Grace,");
    expect((await host.get(`${path}?q=ada`)).text).not.toContain("Grace");
    const { visitor } = await world.join({ role: "organiser" });
    expect((await visitor.get(path)).status).toBe(404);
    expect((await (await world.as(people[0] as Account)).get(path)).status).toBe(404);
    expect((await world.visitor().get(path)).location).toBe(
      `/sign-in?next=${encodeURIComponent(`/dashboard/events/${event}`)}`,
    );
  });

  it("shows the same search and page after a change of organisers, and leads nowhere else", async () => {
    const event = await newEvent();
    const people = await addAccounts(world.database, Array(52).fill({ name: "Same Name" }));
    await addTickets(world.database, event, people);
    const path = `/dashboard/events/${event}`;
    const first = await host.get(`${path}?q=same+name`);
    const next = [...readDocument(first).querySelectorAll("a")].find((link) => link.textContent === "Next");
    const second = `${path}${new URL(String(next?.getAttribute("href")), first.url).search}`;
    expect(second).toMatch(/\?q=same\+name&after=\w+$/);
    for (const [button, what] of [
      ["Make organiser", "organiser"],
      ["Remove organiser", "removed"],
    ] as const) {
      const answer = await host.submit(await host.get(second), button);
      expect([answer.status, answer.location], button).toEqual([303, `${second}&done=${what}`]);
    }
    const added = await host.submit(await host.get(second), "Add organiser", {
      email: String(people[0]?.email),
    });
    expect(added.location).toBe(`${second}&done=organiser`);
    const forged = await host.submit(first, "Make organiser", { q: "//example.org", after: "../../../x" });
    expect(forged.location).toBe(`${path}?q=${encodeURIComponent("//example.org")}&done=organiser`);
  });
});

describe("two organisers with the same edit form open", () => {
  const longText = (letter: string) => letter.repeat(5_000);

  it("do not undo each other's changes unnoticed, and mail the holders once", async () => {
    const event = await newEvent({ name: "Harvest supper" });
    await holders(event, 1);
    const { account, visitor: other } = await world.join({ name: "Second Organiser" });
    await host.submit(await host.get(`/dashboard/events/${event}`), "Add organiser", {
      email: account.email,
    });
    const [mine, theirs] = [
      await host.get(`/dashboard/events/${event}/edit`),
      await other.get(`/dashboard/events/${event}/edit`),
    ];
    const change = { location: "The barn", description: longText("山") };
    const saved = await host.submit(mine, "Save changes", change);
    expect(saved.location).toBe(`/dashboard/events/${event}?done=changed`);

    const typed = { name: "Harvest lunch", capacity: "60", description: longText("川") };
    const refused = await other.submit(theirs, "Save changes", typed);
    expect([refused.status, refused.location]).toEqual([200, null]);
    expect(wordsOf(refused)).toMatch(
      /was changed after you opened this form.*Location is now ?The barn.*Description is now ?山/,
    );
    expect(wordsOf(refused)).not.toMatch(/(Capacity|Event name) is now/);
    for (const [name, value] of Object.entries(typed)) expect(fieldValue(refused, name), name).toBe(value);
    expect(await eventRow(event)).toMatchObject({ name: "Harvest supper", location: "The barn" });

    const again = await other.submit(refused, "Save changes", { location: "The barn" });
    expect(again.location).toBe(`/dashboard/events/${event}?done=changed`);
    expect(await eventRow(event)).toMatchObject({ ...typed, capacity: 60, location: "The barn" });
    const mailings = await world.database.sql("select kind from mailings where event_id = ?", [event]);
    expect(mailings).toEqual([{ kind: "location-changed" }]);
  });

  it("both succeed when they save the same, as after a double click", async () => {
    const event = await newEvent();
    const page = await host.get(`/dashboard/events/${event}/edit`);
    const both = await Promise.all([1, 2].map(() => host.submit(page, "Save changes", { capacity: "61" })));
    for (const answer of both) expect(answer.location).toBe(`/dashboard/events/${event}?done=changed`);
    expect(await eventRow(event)).toMatchObject({ capacity: 61 });
  });
});

describe("cancelling an event", () => {
  it("mails every holder separately, with name, date and reason, and shows the tickets as void", async () => {
    const event = await newEvent({ name: "Moonrise picnic" });
    const { accounts, tickets } = await holders(event, 3);
    const [holder] = accounts;
    const answer = await host.submit(await host.get(`/dashboard/events/${event}`), "Yes, cancel this event", {
      reason: "The meadow is flooded.",
    });
    expect([answer.status, answer.location]).toEqual([303, `/dashboard/events/${event}?done=cancelled`]);
    const date =
      readDocument(await host.get(`/events/${event}`)).querySelector("time")?.textContent ?? "no date";
    for (const { email } of accounts) {
      const mail = await smtp.waitForMail(
        ({ subject, envelopeTo }) =>
          /cancelled: Moonrise picnic/.test(subject ?? "") && envelopeTo.includes(email),
      );
      expect(mail.envelopeTo).toEqual([email]);
      expect(mail.cc ?? mail.bcc).toBeUndefined();
      const source = JSON.stringify([mail.text, mail.html, mail.to, [...mail.headers]]);
      for (const other of accounts.filter((each) => each.email !== email))
        expect(source).not.toContain(other.email);
      for (const words of ["Moonrise picnic", date, "The meadow is flooded."])
        expect(mail.text).toContain(words);
    }
    const page = await (await world.as(holder as Account)).get(`/tickets/${tickets[0]}`);
    expect(wordsOf(page)).toMatch(/This ticket is void\..*The meadow is flooded\./);
    expect(wordsOf(await world.visitor().get(`/events/${event}`))).toMatch(
      /Cancelled.*The meadow is flooded\./,
    );
    expect(await eventRow(event)).toMatchObject({ allocated: 0, voided_tickets: 3 });
  });

  it("works with the mail server down and without holders, and changes nothing the second time", async () => {
    const down = await startWorld({ env: { SMTP_URL: "smtp://127.0.0.1:1" } });
    const { account, visitor } = await down.join({ role: "organiser" });
    const [holder] = await addAccounts(down.database, [{}]);
    for (const count of [0, 1]) {
      const event = await addEvent(down.database, { createdBy: account.id });
      const tickets = await addTickets(down.database, event, count ? [holder as Account] : []);
      const page = await visitor.get(`/dashboard/events/${event}`);
      const both = await Promise.all([1, 2].map(() => visitor.submit(page, "Yes, cancel this event")));
      for (const answer of both) expect(answer.location).toBe(`/dashboard/events/${event}?done=cancelled`);
      const mailings = "select kind from mailings where event_id = ? and done_at is not null";
      await expect.poll(() => down.database.sql(mailings, [event])).toEqual([{ kind: "event-cancelled" }]);
      const mails = await down.database.sql("select * from outbox where event_id = ?", [event]);
      expect(mails).toHaveLength(count);
      expect(mails.every(({ state }) => state === "queued")).toBe(true);
      const owner = await down.as(holder as Account);
      for (const ticket of tickets)
        expect(wordsOf(await owner.get(`/tickets/${ticket}`))).toContain("is void");
      const stamped = await down.database.sql("select * from events where id = ?", [event]);
      expect((await visitor.submit(page, "Yes, cancel this event", { reason: "again" })).status).toBe(303);
      expect(await down.database.sql("select * from events where id = ?", [event])).toEqual(stamped);
    }
    await down.stop();
  });

  it("is refused once the event has ended", async () => {
    const event = await newEvent({ startsAt: new Date(Date.now() - 5 * 3_600_000) });
    const other = await newEvent();
    const answer = await host.submit(await host.get(`/dashboard/events/${other}`), "Yes, cancel this event", {
      eventId: event,
    });
    expect(answer.location).toBeNull();
    expect(await eventRow(event)).toMatchObject({ cancelled_at: null });
  });
});

describe("a new event", () => {
  it.each([
    ["capacity", { capacity: "0" }],
    ["capacity", { capacity: "-5" }],
    ["capacity", { capacity: "1.5" }],
    ["capacity", { capacity: "1e3" }],
    ["capacity", { capacity: "1000001" }],
    ["capacity", { capacity: "" }],
    ["date", { date: "2020-01-01" }],
    ["date", { date: "2031-02-30" }],
    ["date", { date: "2099-01-01" }],
    ["date", { date: "tomorrow" }],
    ["time", { time: "25:00" }],
    ["time", { date: "2027-03-28", time: "01:30" }],
    ["time", { date: "2027-10-31", time: "01:30" }],
    ["timeZone", { timeZone: "Mars/Olympus" }],
    ["hours", { hours: "0", minutes: "0" }],
    ["hours", { hours: "0", minutes: "4" }],
    ["hours", { hours: "745" }],
    ["hours", { hours: "744", minutes: "1" }],
    ["minutes", { minutes: "60" }],
    ["name", { name: " \t " }],
    ["name", { name: "x".repeat(121) }],
    ["location", { location: "" }],
    ["location", { location: "x".repeat(201) }],
    ["host", { host: "x".repeat(81) }],
    ["description", { description: "x".repeat(5_001) }],
  ])("is refused with an error at the field %s, and keeps its values: case %#", async (field, wrong) => {
    const page = await create(host, wrong);
    expect([page.status, page.location]).toEqual([200, null]);
    expect(fieldError(page, field)).toMatch(/\w+.*\.$|choose/);
    const typed: Record<string, string> = { ...form, ...wrong };
    for (const [name, value] of Object.entries(typed)) {
      // Browsers accept no other text in date, time and number.
      if (["date", "time"].includes(name) && name === field) continue;
      if (["capacity", "hours", "minutes"].includes(name) && !/^\d*$/.test(value)) continue;
      expect(fieldValue(page, name), name).toBe(value);
    }
    expect(await world.database.sql("select id from events where created_by = ?", [organiser.id])).toEqual(
      [],
    );
  });

  it("keeps its date, time, zone and duration after any posted change", async () => {
    const id = eventIdIn((await create(host)).location);
    const before = await eventRow(id);
    const page = await host.get(`/dashboard/events/${id}/edit`);
    const sent = {
      name: "Renamed",
      date: "2031-01-01",
      time: "09:00",
      timeZone: "Asia/Tokyo",
      hours: "9",
      minutes: "9",
    };
    const other = { startsAt: "0", starts_at: "0", durationMinutes: "9" };
    expect((await host.submit(page, "Save changes", { ...sent, ...other })).status).toBe(303);
    const after = await eventRow(id);
    expect(after?.name).toBe("Renamed");
    for (const column of ["starts_at", "ends_at", "time_zone", "duration_minutes", "start_date"])
      expect(after?.[column]).toEqual(before?.[column]);
  });

  it("has its creator as host, unless the form names another", async () => {
    expect(fieldValue(await host.get("/dashboard/events/new"), "host")).toBe("Grace Hopper");
    const hosts = [];
    for (const named of ["", "The Pier Society"]) {
      const { location } = await create(host, { host: named });
      hosts.push((await eventRow(eventIdIn(location)))?.host);
    }
    expect(hosts).toEqual(["Grace Hopper", "The Pier Society"]);
  });

  it("cannot have less capacity than tickets, and shows the minimum", async () => {
    const event = await newEvent({ capacity: 10 });
    await holders(event, 4);
    const page = await host.submit(await host.get(`/dashboard/events/${event}/edit`), "Save changes", {
      capacity: "3",
    });
    expect(fieldError(page, "capacity")).toContain("4");
    expect(fieldValue(page, "capacity")).toBe("3");
    expect(await eventRow(event)).toMatchObject({ capacity: 10 });
  });

  it("is one event however often its form is sent, also after a refusal", async () => {
    const asked = await host.get("/dashboard/events/new");
    const refused = await host.submit(asked, "Create event", { ...form, name: "" });
    const name = "Sent three times";
    const send = () => host.submit(refused, "Create event", { ...form, name });
    const answers = [...(await Promise.all([send(), send()])), await send()];
    const [{ id } = {}, ...others] = await world.database.sql("select id from events where name = ?", [name]);
    expect(others).toEqual([]);
    expect(answers.map(({ location }) => location)).toEqual(
      Array(3).fill(`/dashboard/events/${id}?done=created`),
    );
  });

  it("asks which time is meant when the clocks go back, and accepts the choice", async () => {
    const twice = { date: "2027-10-31", time: "01:30" };
    const asked = await create(host, twice);
    const { location } = await host.submit(asked, "Create event", { disambiguation: "later" });
    const id = eventIdIn(location);
    expect(new Date(Number((await eventRow(id))?.starts_at)).toISOString()).toBe("2027-10-31T01:30:00.000Z");
  });
});

describe("the preview of a description", () => {
  it("works without scripts, keeps what was typed and stores nothing", async () => {
    const event = await newEvent();
    const typed = { name: "", description: "# Menu\n\n**Soup** <b>and</b> [wine](javascript:alert(1))" };
    for (const path of ["/dashboard/events/new", `/dashboard/events/${event}/edit`]) {
      const before = await world.database.dump();
      const page = await host.submit(await host.get(path), "Preview", typed);
      expect([page.status, page.location]).toEqual([200, null]);
      const shown = readDocument(page).querySelector("section[aria-label=Preview]");
      expect(shown?.querySelector("h2")?.textContent).toBe("Menu");
      expect(shown?.querySelector("strong")?.textContent).toBe("Soup");
      expect(shown?.textContent).toContain("<b>and</b> wine");
      expect(shown?.querySelector("a, b")).toBeNull();
      for (const [name, value] of Object.entries(typed)) expect(fieldValue(page, name), name).toBe(value);
      expect(await world.database.dump()).toEqual(before);
    }
  });
});

describe("a name with special characters", () => {
  const name = "O'Brien & Sons <b>";
  const location = "Hall “2” <i>; O'Connell St, 5%";

  it("shows as typed on every page, in the mail, in the calendar file and its name", async () => {
    const created = await create(host, { name, location, description: "<script>alert(1)</script> & more" });
    const id = eventIdIn(created.location);
    const { account, visitor } = await world.join({ name: "Ada <u> O'Neil & Co" });
    const ticket = await visitor.submit(await visitor.get(`/events/${id}`), "Request ticket");
    const list = await visitor.get(`/?q=${encodeURIComponent(name)}`);
    const pages = [
      list,
      await visitor.get(`/events/${id}`),
      await visitor.get(String(ticket.location)),
      await visitor.get("/tickets"),
      await host.get("/dashboard"),
      await host.get(`/dashboard/events/${id}`),
      await host.get(`/dashboard/events/${id}/edit`),
      await host.get(`/dashboard/events/new?from=${id}`),
    ];
    for (const page of pages) {
      const document = readDocument(page);
      const said = `${document.body.textContent} ${fieldValue(page, "name")}`;
      expect(said, page.url).toContain(name);
      expect(document.querySelectorAll("main b, main i, main u").length, page.url).toBe(0);
      expect(stoppedScripts(page), page.url).toEqual([]);
    }
    expect(readDocument(pages[1] as (typeof pages)[0]).title).toBe(`${name} · Evento`);
    expect(wordsOf(await host.get(`/dashboard/events/${id}`))).toContain("Ada <u> O'Neil & Co");
    expect(fieldValue(pages[6] as (typeof pages)[0], "location")).toBe(location);
    expect(fieldValue(list, "q")).toBe(name);

    const mail = await smtp.waitForMail(({ envelopeTo }) => envelopeTo.includes(account.email));
    expect(mail.subject).toBe(`Your ticket for ${name}`);
    expect(mail.text).toContain(name);
    expect(mail.text).toContain("Ada <u> O'Neil & Co");
    expect(readDocument({ text: String(mail.html), url: world.server.url }).body.textContent).toContain(name);
    const calendar = mail.attachments.find(({ contentType }) => contentType === "text/calendar");
    expect(calendar?.filename).toBe("o-brien-sons-b.ics");
    const unfolded = String(calendar?.content).replaceAll("\r\n ", "");
    expect(unfolded).toContain(`SUMMARY:${name}\r\n`);
    expect(unfolded).toContain("LOCATION:Hall “2” <i>\\; O'Connell St\\, 5%\r\n");
  });

  it.each(["100%", "under_score", "O’Brien", "ÉCLAIR", "straße", "İstanbul", "日本"])(
    "is found by searching for %s, in any case",
    async (word) => {
      await newEvent({ name: `Night of ${word} and more` });
      for (const query of [word, word.toLowerCase(), `night ${word}`]) {
        const list = await world.visitor().get(`/?q=${encodeURIComponent(query)}`);
        expect(readDocument(list).querySelector("main ul")?.textContent, query).toContain(word);
      }
      expect(wordsOf(await world.visitor().get("/?q=%25%25_%25"))).toContain("No upcoming events match");
    },
  );
});
