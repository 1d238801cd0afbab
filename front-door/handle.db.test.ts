import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { eq } from "drizzle-orm";
import { encode } from "next-auth/jwt";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { DatabaseUnavailable, reader, transaction } from "@/db/client";
import { outbox, sessions, tickets } from "@/db/schema";
import { readSessionToken } from "@/lib/auth/session-token";
import { onMailQueued } from "@/lib/mail/wake";
import { onPublicChange } from "@/lib/public-pages/public-version";
import { readSettings } from "@/lib/runtime/env";
import { newId } from "@/lib/runtime/ids";
import { currentRequest, keepUntil, setStatus } from "@/lib/runtime/request-context";
import { requestLimit } from "@/lib/tickets/request-limit";
import { withDatabase } from "@/tests/harness/database";
import { createEvent, createTicket, createUser, testNow, type UserRow } from "@/tests/harness/factories";
import { makeHandler } from "./handle";

vi.mock("@/lib/auth/session-token", { spy: true });
withDatabase();

const secret = "only-for-tests-0123456789-0123456789";
const appUrl = "http://localhost:3000";
const settings = readSettings({ APP_URL: appUrl, AUTH_SECRET: secret, TEST_CLOCK: testNow.toISOString() });

/** The id of no event. */
const none = "0".repeat(20);

let server: Server;
let url = "";
let rendered: string[] = [];
beforeEach(async () => {
  rendered = [];
  server = createServer();
  // In the place of Next: a page that says why the form on it was refused.
  const next = async (request: { url?: string }, response: { end: (text: string) => void }) => {
    rendered.push(String(request.url));
    keepUntil(null);
    if (request.url === `/events/${none}`) setStatus(404);
    response.end(`<html>page ${currentRequest()?.refusal ?? "of nobody's form"}</html>`);
  };
  server.on("request", makeHandler(next as never, { settings, dev: false, server }));
  await once(server.listen(0, "127.0.0.1"), "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  onPublicChange(undefined);
  onMailQueued(undefined);
  server.closeAllConnections();
  server.close();
});

/** Signs an account in, and returns what its browser sends with every request. */
async function cookieOf(user: UserRow, given: Partial<typeof sessions.$inferInsert> = {}) {
  const id = newId();
  const row = { id, userId: user.id, createdAt: testNow, lastSeenAt: testNow, userAgent: "", ...given };
  await transaction(async (tx) => tx.insert(sessions).values(row));
  return { Cookie: `theme=dark; evento.session=${await encode({ token: { sessionId: id }, secret })}` };
}

type Headers = Record<string, string>;

async function post(path: string, headers: Headers, body: BodyInit = new URLSearchParams()) {
  const sent = { method: "POST", redirect: "manual" as const, body, headers: { Origin: appUrl, ...headers } };
  const answer = await fetch(url + path, sent);
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}
const ask = (eventId: string, headers: Headers = {}) => post(`/events/${eventId}`, headers);
const forScripts = { Accept: "application/json" };
const ticketsOf = (eventId: string) => reader().select().from(tickets).where(eq(tickets.eventId, eventId));

describe("a request for a ticket", () => {
  it("is answered with the ticket, and past Next", async () => {
    const [event, ada] = [await createEvent(), await createUser()];
    let woken = 0;
    onMailQueued(() => {
      woken += 1;
    });
    const cookie = await cookieOf(ada);
    const answer = await ask(event.id, cookie);
    const [ticket, ...more] = await ticketsOf(event.id);
    expect(more).toEqual([]);
    expect(ticket?.holderId).toBe(ada.id);
    expect([answer.status, answer.headers.get("location"), answer.text]).toEqual([
      303,
      `/tickets/${ticket?.id}`,
      "",
    ]);
    expect(woken).toBe(1);
    const again = await ask(event.id, { ...cookie, ...forScripts });
    expect([again.status, JSON.parse(again.text)]).toEqual([200, { landing: `/tickets/${ticket?.id}` }]);
    expect(await reader().select().from(outbox)).toHaveLength(1);
    expect(rendered).toEqual([]);
    for (const { headers } of [answer, again]) {
      expect(headers.get("cache-control")).toBe("no-store");
      expect(headers.get("content-security-policy")).toContain("default-src 'self'");
      expect(headers.get("x-request-id")).toMatch(/^[0-9a-z]{20}$/);
    }
  });

  it("is for the event of the address, whatever is sent with it", async () => {
    const [event, other] = [await createEvent(), await createEvent()];
    const form = new FormData();
    form.append("eventId", other.id);
    form.append("$ACTION_ID_0", "");
    await post(`/events/${event.id}?event=${other.id}`, await cookieOf(await createUser()), form);
    expect([await ticketsOf(event.id), await ticketsOf(other.id)]).toMatchObject([[{}], []]);
  });

  it("sends the signed-out to sign in and back, and so those whose session is over", async () => {
    const [event, ada] = [await createEvent(), await createUser()];
    const landing = `/sign-in?next=${encodeURIComponent(`/events/${event.id}`)}`;
    const old = new Date(testNow.getTime() - 31 * 24 * 3_600_000);
    for (const cookie of [{}, { Cookie: "evento.session=x" }, await cookieOf(ada, { createdAt: old })]) {
      const plain = await ask(event.id, cookie);
      expect([plain.status, plain.headers.get("location")]).toEqual([303, landing]);
      const scripted = await ask(event.id, { ...cookie, ...forScripts });
      expect([scripted.status, JSON.parse(scripted.text)]).toEqual([200, { landing }]);
    }
    expect(await ticketsOf(event.id)).toEqual([]);
  });

  it("is refused by name, and without scripts with the kept page that says so", async () => {
    const event = await createEvent({ capacity: 1, allocated: 1 });
    const cookie = await cookieOf(await createUser());
    for (const headers of [cookie, { ...cookie, Accept: "text/html, */*" }]) {
      const plain = await ask(event.id, headers);
      expect([plain.status, plain.text]).toEqual([200, "<html>page full</html>"]);
      expect(plain.headers.get("cache-control")).toBe("private, no-store");
    }
    const scripted = await ask(event.id, { ...cookie, ...forScripts });
    expect([scripted.status, JSON.parse(scripted.text)]).toEqual([200, { refusal: { reason: "full" } }]);
    expect(rendered).toHaveLength(1);
    for (let times = 0; times < 2; times += 1)
      expect(await (await fetch(`${url}/events/${event.id}`)).text()).toContain("nobody's form");
    expect(rendered).toHaveLength(2);
  });

  it("is 404 for an event that is not there", async () => {
    const cookie = await cookieOf(await createUser());
    expect((await ask(none, cookie)).status).toBe(404);
    const scripted = await ask(none, { ...cookie, ...forScripts });
    expect([scripted.status, JSON.parse(scripted.text)]).toEqual([404, { refusal: { reason: "not-found" } }]);
  });

  it("is 429 from the thirty-first in a minute on", async () => {
    const [event, cookie] = [await createEvent(), await cookieOf(await createUser())];
    for (let times = 0; times < 30; times += 1) expect((await ask(event.id, cookie)).status).toBe(303);
    const plain = await ask(event.id, cookie);
    expect([plain.status, plain.text]).toEqual([429, "<html>page limited</html>"]);
    const scripted = await ask(event.id, { ...cookie, ...forScripts });
    expect([scripted.status, JSON.parse(scripted.text)]).toEqual([429, { refusal: { reason: "limited" } }]);
  });

  it("is 500 for a fault, with the reference and nothing else of it", async () => {
    const [event, cookie] = [await createEvent(), await cookieOf(await createUser())];
    vi.spyOn(requestLimit, "take").mockImplementation(() => {
      throw new Error("secret 4242");
    });
    const plain = await ask(event.id, cookie);
    const scripted = await ask(event.id, { ...cookie, ...forScripts });
    for (const { status, text, headers } of [plain, scripted]) {
      expect(status).toBe(500);
      expect(text).toContain(headers.get("x-request-id"));
      expect(text).not.toMatch(/secret|4242/);
    }
    expect(plain.text).toContain("Something went wrong");
    expect(JSON.parse(scripted.text)).toMatchObject({ refusal: { reason: "fault" } });
  });

  it("leaves to Next what is posted elsewhere, and what its client posts", async () => {
    const [event, cookie] = [await createEvent(), await cookieOf(await createUser())];
    const action = { ...cookie, "Next-Action": "40".padEnd(42, "a") };
    for (const path of ["/", "/events/x", `/events/${event.id}/x`, `/event/${event.id}`])
      expect((await post(path, { ...cookie, ...forScripts })).text).toContain("<html>");
    expect((await ask(event.id, { ...action, ...forScripts })).text).toContain("<html>");
    expect(rendered).toHaveLength(5);
    expect(await ticketsOf(event.id)).toEqual([]);
  });

  it("is refused from another site, without an origin, and over-long", async () => {
    const [event, cookie] = [await createEvent(), await cookieOf(await createUser())];
    for (const Origin of ["https://evil.example", "null", ""])
      expect((await ask(event.id, { ...cookie, Origin })).status).toBe(403);
    expect((await post(`/events/${event.id}`, cookie, "x".repeat(65 * 1024))).status).toBe(413);
    expect(await ticketsOf(event.id)).toEqual([]);
  });
});

describe("who looks", () => {
  const look = async (query: string, headers: Headers = {}, method = "GET") => {
    const answer = await fetch(`${url}/api/viewer${query}`, { headers, method });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("cache-control")).toBe("private, no-store");
    expect(answer.headers.get("vary")).toBe("Cookie");
    return await answer.text();
  };

  it("is answered past Next, with what they have to do with the event", async () => {
    const ada = await createUser({ name: "Ada" });
    const event = await createEvent();
    const ticket = await createTicket({ eventId: event.id, holderId: ada.id });
    const cookie = await cookieOf(ada);
    const who = { name: "Ada", class: "attendee" };
    expect(JSON.parse(await look(`?event=${event.id}`, cookie))).toEqual({
      ...who,
      event: { ticketId: ticket.id, manages: false },
    });
    expect(JSON.parse(await look("", cookie))).toEqual(who);
    expect(JSON.parse(await look("?event=../../x&event=y", cookie))).toEqual(who);
    expect(await look("", cookie, "HEAD")).toBe("");
    expect(rendered).toEqual([]);
  });

  it("is 503 while the database is away, and so is a request for a ticket", async () => {
    const [event, cookie] = [await createEvent(), await cookieOf(await createUser())];
    const away = new DatabaseUnavailable("locked");
    for (let times = 0; times < 3; times += 1) vi.mocked(readSessionToken).mockRejectedValueOnce(away);
    const answers = [
      await fetch(`${url}/api/viewer`, { headers: cookie }),
      await fetch(`${url}/events/${event.id}`, { method: "POST", headers: { Origin: appUrl, ...cookie } }),
    ];
    for (const answer of answers) {
      expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "5"]);
      expect(await answer.text()).toContain("Evento is busy. Please try again");
    }
    const scripted = await ask(event.id, { ...cookie, ...forScripts });
    expect([scripted.status, scripted.headers.get("retry-after")]).toEqual([503, "5"]);
    expect(JSON.parse(scripted.text)).toEqual({ refusal: { reason: "busy" } });
  });

  it("is null for the signed-out", async () => {
    expect(await look("")).toBe("null");
    expect(await look("", { Cookie: "evento.session=; evento.session=x; %" })).toBe("null");
  });

  it("is whom the first of two cookies names, as browsers send the closest first", async () => {
    const { Cookie } = await cookieOf(await createUser({ name: "Ada" }));
    expect(await look("", { Cookie: `${Cookie}; evento.session=x` })).toContain("Ada");
    expect(await look("", { Cookie: `evento.session=x; ${Cookie}` })).toBe("null");
  });
});
