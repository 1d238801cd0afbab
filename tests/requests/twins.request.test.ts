import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type Account,
  addAccounts,
  addDrafts,
  addEvent,
  addPicture,
  addTickets,
  addWaiting,
  startSessions,
} from "@/tests/harness/accounts";
import { labelledValue, readDocument } from "@/tests/harness/html-form";
import { type Answer, openVisitor, type Visitor } from "@/tests/harness/http-client";
import { openRows } from "@/tests/harness/rows";
import { freePort } from "@/tests/harness/server";
import { type SmtpHarness, startSmtp } from "@/tests/harness/smtp";
import { differences, emptiness, type RecordedResponse, recordResponse } from "@/tests/harness/twins";
import { startWorld, type World } from "@/tests/harness/world";

const now = new Date("2030-01-01T12:00:00Z");
const folder = mkdtempSync(path.join(tmpdir(), "evento-twins-"));
const file = (name: string) => path.join(folder, `${name}.db`);
let env: Record<string, string>;
let smtp: SmtpHarness;

/** The viewers and events, with the same rows in every twin. */
type Scene = {
  crowd: Account[];
  attendee: Account;
  cookies: { attendee: string; organiser: string };
  foreign: string[];
  own: string;
  /** A full event of the organiser of the foreign events. */
  full: string;
  /** Of the first foreign event. */
  picture: string;
  /** Of the organiser of the foreign events. */
  draft: string;
};
let scene: Scene;

beforeAll(async () => {
  smtp = await startSmtp();
  const port = await freePort();
  env = { PORT: String(port), TEST_CLOCK: now.toISOString(), SMTP_URL: smtp.url };
  const world = await startWorld({ databaseUrl: `file:${file("first")}`, env, now });
  scene = await setScene(world);
  await world.stop();
  for (const name of ["second", "label"]) copyFileSync(file("first"), file(name));
});
afterAll(async () => {
  await smtp?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function setScene({ database }: World): Promise<Scene> {
  const [theirs, organiser, attendee] = (await addAccounts(
    database,
    [
      { role: "organiser", name: "Theirs" },
      { role: "organiser", name: "Other Organiser" },
      { name: "Just Looking" },
    ],
    now,
  )) as [Account, Account, Account];
  const crowd = await addAccounts(database, Array(300).fill({}), now);
  const foreign: string[] = [];
  for (let each = 0; each < 30; each += 1) {
    const startsAt = new Date(now.getTime() + (each + 1) * 86_400_000);
    const name = `Twin event ${each}`;
    foreign.push(await addEvent(database, { createdBy: theirs.id, name, capacity: 100, startsAt }, now));
  }
  const started = new Date(now.getTime() - 3_600_000);
  foreign.push(
    await addEvent(database, { createdBy: theirs.id, name: "Twin on now", startsAt: started }, now),
  );
  const picture = await addPicture(database, theirs, foreign[0] ?? "", now);
  const contact = "update events set contact = 'twins@example.org', description = ? where id = ?";
  await database.sql(contact, ["# Twins\n\n- **bold**\n- [link](https://example.org)", foreign[0] ?? ""]);
  const [draft = ""] = await addDrafts(database, theirs, [{ name: "Twin draft", capacity: "100" }], now);
  const own = await addEvent(database, { createdBy: organiser.id, name: "Own event", capacity: 30 }, now);
  await addTickets(database, own, crowd.slice(0, 3), now);
  const startsAt = new Date(now.getTime() + 40 * 86_400_000);
  const full = await addEvent(
    database,
    { createdBy: theirs.id, name: "Twin full", capacity: 20, startsAt },
    now,
  );
  await addTickets(database, full, crowd.slice(0, 20), now);
  const [one = "", two = ""] = await startSessions(database, [attendee, organiser], now);
  return { crowd, attendee, foreign, own, full, picture, draft, cookies: { attendee: one, organiser: two } };
}

/** Changes capacity and tickets of other organisers' events in one twin; at least 5 % stay free. */
async function allocate(name: string, spaces: (index: number) => { capacity: number; taken: number }) {
  const database = await openRows(`file:${file(name)}`);
  for (const [index, event] of scene.foreign.entries()) {
    const { capacity, taken } = spaces(index);
    await database.sql("update events set capacity = ? where id = ?", [capacity, event]);
    if (taken > 0) await addTickets(database, event, scene.crowd.slice(0, taken), now);
  }
  await database.close();
}

/** Makes the full event of one twin larger, and lets many wait for it. */
async function letWait(name: string) {
  const database = await openRows(`file:${file(name)}`);
  await database.sql("update events set capacity = 57 where id = ?", [scene.full]);
  await addTickets(database, scene.full, scene.crowd.slice(20, 57), now);
  await addWaiting(database, scene.full, scene.crowd.slice(57, 180), now);
  await database.close();
}

/** Serves a twin and collects the responses to everyone but the events' organisers. */
async function crawl(name: string): Promise<RecordedResponse[]> {
  const world = await startWorld({ databaseUrl: `file:${file(name)}`, env, now });
  try {
    const recorded: RecordedResponse[] = [];
    const origin = world.server.url;
    const note = (asked: string, answer: Answer, hide?: RegExp[]) =>
      recorded.push(recordResponse(asked, answer, hide));
    const as = (cookie: string) => {
      const visitor = openVisitor(origin);
      visitor.setCookie("evento.session", cookie);
      return visitor;
    };
    const who = {
      public: openVisitor(origin),
      attendee: as(scene.cookies.attendee),
      organiser: as(scene.cookies.organiser),
    };
    for (const [role, visitor] of Object.entries(who)) {
      for (const asked of addresses()) {
        const hide = asked.includes("/events/new") ? drawnIds : undefined;
        note(`${role} ${asked}`, await visitor.get(asked), hide);
        note(`${role} rsc ${asked}`, await visitor.getRsc(asked), hide);
      }
      await tryRefused(role, visitor, who.organiser, note);
    }
    for (const asked of files(await who.public.get(`/events/${scene.foreign[0]}`)))
      note(`file ${asked}`, await fetchFile(origin + asked));
    for (const id of scene.foreign.slice(0, 2))
      note(`json-ld ${id}`, dataBlock(await who.public.get(`/events/${id}`)));
    const map = `/events/${scene.foreign[0]}/map`;
    note(`public ${map}`, await who.public.get(map));
    await takeTicket(who.attendee, recorded, note);
    await waitForTicket(who.attendee, recorded, note);
    return recorded;
  } finally {
    await world.stop();
  }
}

function addresses(): string[] {
  const [first, second] = scene.foreign;
  const events = [first, second, scene.foreign.at(-1), scene.full].map((id) => `/events/${id}`);
  return [
    "/",
    "/?page=2",
    "/?page=3",
    "/?q=twin+event+1",
    "/?from=2030-01-03&to=2030-01-09",
    "/?sort=popularity&order=allocated",
    ...events,
    `/api/viewer?event=${first}`,
    `/api/viewer?event=${scene.full}`,
    "/api/health/ready",
    "/api/metrics",
    "/robots.txt",
    "/manifest.webmanifest",
    "/icon.svg",
    "/tickets",
    "/tickets/none",
    "/account/data",
    "/dashboard",
    `/dashboard/events/${first}`,
    `/dashboard/events/${first}/edit`,
    `/dashboard/events/${first}/attendees.csv`,
    `/dashboard/events/${first}/messages`,
    `/dashboard/events/new?from=${first}`,
    `/pictures/${scene.picture}/480.webp`,
    `/dashboard/events/${scene.draft}/edit`,
  ];
}

/** What may not differ in a byte, even where the label does. */
function files(page: Answer): string[] {
  const [first, second] = scene.foreign;
  const picture =
    readDocument(page).querySelector("meta[property='og:image']")?.getAttribute("content") ?? "";
  const { pathname } = new URL(picture);
  return [
    ...[first, second].map((id) => `/events/${id}/event.ics`),
    ...[first, second].map((id) => pathname.replace(String(first), String(id))),
    "/events.ics",
    "/events.ics?q=twin+event+1",
    "/events.atom",
    "/events.atom?from=2030-01-02&to=2030-01-09",
    "/sitemap.xml",
  ];
}

/** A response with its tag, and with its bytes in base64 if they are a picture. */
async function fetchFile(url: string): Promise<Answer> {
  const response = await fetch(url, { headers: { "Accept-Encoding": "identity" } });
  const bytes = Buffer.from(await response.arrayBuffer());
  const isText = !response.headers.get("content-type")?.startsWith("image/");
  const text = `${response.headers.get("etag")}\n${bytes.toString(isText ? "utf8" : "base64")}`;
  return { status: response.status, headers: response.headers, text, url, location: null };
}

/** The block for search engines in a page, alone. */
function dataBlock(page: Answer): Answer {
  const block = readDocument(page).querySelector("script[type='application/ld+json']");
  return { ...page, headers: new Headers(), text: block?.textContent ?? "" };
}

/** Each form has an id for the message or event that it makes. */
const drawnIds = [/(?:messageId|formId)(?:&quot;|value=|\W)+[0-9a-z]{20}/g];

type Note = (asked: string, answer: Answer, hide?: RegExp[]) => void;

/** Sends forms of another event's organiser, which are refused. */
async function tryRefused(role: string, visitor: Visitor, organiser: Visitor, note: Note) {
  const [eventId = ""] = scene.foreign;
  const manage = await organiser.get(`/dashboard/events/${scene.own}`);
  const edit = await organiser.get(`/dashboard/events/${scene.own}/edit`);
  const messages = await organiser.get(`/dashboard/events/${scene.own}/messages`);
  const post = async (page: Answer, button: string, fields: Record<string, string>, hide?: RegExp[]) =>
    note(`${role} ${button}`, await visitor.submit(page, button, { eventId, ...fields }), hide);
  await post(edit, "Save changes", { capacity: "1" });
  await post(manage, "Yes, cancel this event", {});
  await post(manage, "Make organiser", { userId: scene.attendee.id });
  await post(manage, "Add organiser", { email: scene.attendee.email });
  const words = { subject: "Doors open", body: "At seven." };
  for (const intent of ["preview", "send"]) await post(messages, "Preview", { ...words, intent }, drawnIds);
  const started = scene.foreign.at(-1) ?? "";
  const page = await visitor.get(`/events/${eventId}`);
  for (const send of ["submit", "callAction"] as const) {
    const ask = async (what: string, event: string) =>
      note(`${role} ${what} ${send}`, await visitor[send](page, "Request ticket", { eventId: event }));
    await ask("too late", started);
    await ask("no event", "0".repeat(20));
    if (role === "organiser") await ask("asks", eventId);
  }
}

/** Requests a ticket, reads its page, mail and calendar file, and cancels it. */
async function takeTicket(attendee: Visitor, recorded: RecordedResponse[], note: Note) {
  const [eventId] = scene.foreign;
  const before = smtp.messages.length;
  const mail = async (subject: RegExp) => {
    await expect
      .poll(() => smtp.messages.slice(before).some((each) => subject.test(each.subject ?? "")))
      .toBe(true);
    const { text, html, attachments, headers } =
      smtp.messages.slice(before).find((each) => subject.test(each.subject ?? "")) ?? {};
    const calendars = attachments?.filter(({ contentType }) => contentType === "text/calendar") ?? [];
    const pictures = /data:image\/png;base64,[^"]+/g;
    const parts = [
      text,
      String(html).replaceAll(pictures, ""),
      ...calendars.map(({ filename, content }) => `${filename}\n${content}`),
    ];
    const names = [...(headers ?? [])].map(([name]) => name).sort();
    return [...parts, String(headers?.get("subject")), names.join(" ")].join("\n\n");
  };
  const answer = await attendee.submit(await attendee.get(`/events/${eventId}`), "Request ticket");
  const id = String(answer.location).split("/").at(-1) ?? "";
  const page = await attendee.get(`/tickets/${id}`);
  const code = /[0-9A-Z]{4}( [0-9A-Z]{4}){3}/.exec(page.text)?.[0] ?? "no code";
  // Barcodes depend on the code; in a script's data, each has its length before it.
  const drawn = [/<svg.*?<\/svg>/gs, /T[0-9a-f]+,\\u003csvg.*?\\u003c\/svg\\u003e/gs];
  const hide = [new RegExp(id, "g"), new RegExp(code, "g"), ...drawn];
  note("asks", answer, hide);
  note("ticket", page, hide);
  note("tickets", await attendee.get("/tickets"), hide);
  note("viewer", await attendee.get(`/api/viewer?event=${eventId}`), hide);
  note("again", await attendee.submit(await attendee.get(`/events/${eventId}`), "Request ticket"), hide);
  const secret = new URL(labelledValue(await attendee.get("/account"), "Calendar address")).pathname;
  note("calendar", await attendee.get(secret), hide);
  note("cancels", await attendee.submit(page, "Yes, cancel it"), hide);
  note("calendar afterwards", await attendee.get(secret), hide);
  for (const subject of [/^Your ticket for/, /^Your ticket is cancelled/]) {
    const said = (await mail(subject)).replaceAll(id, "HIDDEN").replaceAll(code, "HIDDEN");
    recorded.push({
      asked: `mail ${subject.source}`,
      status: 200,
      headers: [],
      body: said,
      length: said.length,
    });
  }
}

/** Joins the waiting list of the full event, reads what that tells, and leaves it. */
async function waitForTicket(attendee: Visitor, recorded: RecordedResponse[], note: Note) {
  const page = await attendee.get(`/events/${scene.full}`);
  note("is told FULL", await attendee.callAction(page, "Join the waiting list", { until: "24h" }));
  note("joins", await attendee.submit(page, "Join the waiting list"));
  note("joins again", await attendee.submit(page, "Join the waiting list"));
  // The ids of the attendee's own tickets are random.
  note("waits", await attendee.get("/tickets?done=waiting"), [/\b[0-9a-z]{20}\b/g]);
  note("viewer waits", await attendee.get(`/api/viewer?event=${scene.full}`));
  note("leaves", await attendee.submit(await attendee.get("/tickets"), "Leave the waiting list"));
  note("has left", await attendee.get(`/events/${scene.full}`));
  const isJoined = ({ subject }: { subject?: string }) => /^You are on the waiting list/.test(subject ?? "");
  await expect.poll(() => smtp.messages.some(isJoined)).toBe(true);
  const { text = "", html } = smtp.messages.findLast(isJoined) ?? {};
  const said = `${text}\n${html}`;
  recorded.push({ asked: "mail waiting", status: 200, headers: [], body: said, length: said.length });
}

/** Words that the responses must contain, so that the comparison proves something. */
function words(): Record<string, string> {
  const [first] = scene.foreign;
  const said: Record<string, string> = {};
  for (const role of ["public", "attendee", "organiser"]) {
    for (const rsc of ["", "rsc "]) {
      said[`${role} ${rsc}/`] = "Twin event 0";
      said[`${role} ${rsc}/?page=2`] = "Twin event 29";
      said[`${role} ${rsc}/?q=twin+event+1`] = "Twin event 19";
      said[`${role} ${rsc}/events/${first}`] = "Twin event 0";
    }
  }
  said[`public /pictures/${scene.picture}/480.webp`] = "480";
  said["attendee too late submit"] = "This event has started";
  said["attendee too late callAction"] = '"reason":"started"';
  said["organiser rsc /dashboard"] = "Own event";
  said["organiser asks submit"] = "Tickets are for attendee accounts";
  said["organiser asks callAction"] = '"reason":"attendees-only"';
  said.ticket = "Twin event 0";
  said.tickets = "Twin event 0";
  said.viewer = '"ticketId":"HIDDEN"';
  said[`file /events/${first}/event.ics`] = "SUMMARY:Twin event 0";
  said["file /events.ics"] = "SUMMARY:Twin event 29";
  said["file /events.ics?q=twin+event+1"] = "SUMMARY:Twin event 19";
  said["file /events.atom"] = "<title>Twin event 29</title>";
  said["file /sitemap.xml"] = `/events/${first}</loc>`;
  said[`json-ld ${first}`] = '"name":"Twin event 0"';
  said.calendar = "STATUS:CONFIRMED";
  said["calendar afterwards"] = "STATUS:CANCELLED";
  for (const role of ["public", "attendee"]) said[`${role} /events/${scene.full}`] = "Join the waiting list";
  said.waits = "Twin full";
  said["viewer waits"] = '"waitingUntil":"';
  said["mail waiting"] = "Twin full";
  said["mail ^Your ticket for"] = "SUMMARY:Twin event 0";
  return said;
}

describe("two databases that differ only in capacity and allocation", () => {
  let first: RecordedResponse[];

  it("look the same to everyone but the events' organisers", async () => {
    first = await crawl("first");
    expect(emptiness(first, words())).toEqual([]);
    await allocate("second", (index) => ({ capacity: 200 + 37 * index, taken: 20 + 5 * index }));
    await letWait("second");
    const second = await crawl("second");
    expect(differences(first, second)).toEqual([]);
    expect(first.length).toBeGreaterThan(120);
    const pictures = first.filter(({ asked }) => asked.includes("/opengraph-image"));
    const png = Buffer.from("\x89PNG", "latin1").toString("base64").slice(0, 5);
    expect(pictures.map(({ status, body }) => [status, body.split("\n")[1]?.slice(0, 5)])).toEqual([
      [200, png],
      [200, png],
    ]);
    const missing = `organiser /dashboard/events/${scene.foreign[0]}`;
    expect(first.find(({ asked }) => asked === missing)?.status).toBe(404);
  }, 120_000);

  it("differ visibly when fewer than 5 % are left, so the comparison works", async () => {
    // Only the first event differs, and only by its label.
    await allocate("label", (index) => ({ capacity: 100, taken: index === 0 ? 96 : 0 }));
    const label = await crawl("label");
    const lines = differences(first, label);
    const found = lines.join("\n");
    for (const asked of ["public /:", "public rsc /:", `attendee /events/${scene.foreign[0]}:`])
      expect(found).toContain(asked);
    expect(label.find(({ asked }) => asked === "public /")?.body).toContain("last 4 spaces");
    expect(lines.filter((line) => /^(mail|file|json-ld|calendar) /.test(line))).toEqual([]);
  }, 120_000);

  it.each<[string, (page: RecordedResponse) => RecordedResponse]>([
    ["in an attribute", (page) => ({ ...page, body: page.body.replace("<main ", '<main data-max="137" ') })],
    [
      "in a script's data",
      (page) => ({ ...page, body: page.body.replace("</script>", ',\\"capacity\\":137</script>') }),
    ],
    ["in a header", (page) => ({ ...page, headers: [...page.headers, "x-left: 137"] })],
    ["in the status", (page) => ({ ...page, status: 206 })],
    ["in the length", (page) => ({ ...page, length: page.length + 1 })],
    [
      "as one figure for another",
      (page) => ({ ...page, body: page.body.replace("Twin event 0", "Twin event 1") }),
    ],
  ])("differ when a page contains the capacity, %s", (_, leak) => {
    const leaking = first.map((each) => (each.asked === "public /" ? leak(each) : each));
    expect(differences(first, first)).toEqual([]);
    expect(differences(first, leaking)).toHaveLength(1);
  });

  it("are not compared by the empty redirects of router requests", async () => {
    const world = await startWorld({ databaseUrl: `file:${file("first")}`, env, now });
    const bare = await world.visitor().send("/", { headers: { RSC: "1" } });
    await world.stop();
    const blind = first.map((each) =>
      each.asked === "public rsc /" ? recordResponse("public rsc /", bare) : each,
    );
    expect(emptiness(blind, words())).toEqual(["public rsc /: 307"]);
  });
});
