import { Agent, type IncomingHttpHeaders, request } from "node:http";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { type Account, addAccounts, addEvent, startSessions } from "./accounts";
import { asFetchAction, formData, readForm } from "./html-form";
import { openVisitor } from "./http-client";
import type { Rows } from "./rows";

export type Crowd = { eventId: string; cookies: string[]; organiser: Account };

/** Adds an event and signed-in attendees. */
export async function gatherCrowd(
  database: Rows,
  { attendees, spaces }: { attendees: number; spaces: number },
  at = new Date(),
): Promise<Crowd> {
  const [organiser] = await addAccounts(database, [{ role: "organiser", name: "Grace Hopper" }], at);
  if (!organiser) throw new Error("no organiser was made");
  const eventId = await addEvent(
    database,
    { createdBy: organiser.id, capacity: spaces, name: "The rush" },
    at,
  );
  const crowd = await addAccounts(database, Array(attendees).fill({}), at);
  return { eventId, organiser, cookies: await startSessions(database, crowd, at) };
}

/** The outcome of one attendee's request; `detail` is the ticket's path, or the error. */
export type RushAnswer = { kind: "ticket" | "full" | "error"; detail: string; ms: number };

/** The request of a browser for a form. */
export type ReadyForm = {
  url: URL;
  headers: Record<string, string>;
  body: Buffer;
  /** A path that the page has requested before, with the same cookies. */
  asked?: string;
};

type Filling = { scripts?: boolean; changes?: Record<string, string>; cookie?: string };

/**
 * The request of a button's form, with or without JavaScript.
 * @param changes fields with other values
 * @param cookie of the session that sees the page, if it is private
 */
export async function readyForm(
  page: string,
  button: string,
  { scripts = false, changes = {}, cookie }: Filling = {},
): Promise<ReadyForm> {
  const { origin, pathname } = new URL(page);
  const visitor = openVisitor(origin);
  if (cookie) visitor.setCookie("evento.session", cookie);
  const read = readForm(await visitor.get(pathname), button);
  const entries = read.entries.map(([name, value]): [string, string | File] => [
    name,
    changes[name] ?? value,
  ]);
  const { body, headers } = scripts ? asFetchAction(entries) : { body: formData(entries), headers: {} };
  return { url: new URL(read.action, page), ...(await encode(body, headers)) };
}

type Rush = { origin: string; crowd: Crowd; scripts?: boolean };

/** `lineUp` with every attendee's ticket request. */
export async function lineUpRush({ origin, crowd, scripts }: Rush) {
  const form = await readyForm(`${origin}/events/${crowd.eventId}`, "Request ticket", { scripts });
  const forms = crowd.cookies.map((cookie) => ({
    ...form,
    headers: { ...form.headers, Cookie: `evento.session=${cookie}; evento.signed-in=1` },
    ...(scripts && { asked: `/api/viewer?event=${crowd.eventId}` }),
  }));
  const send = await lineUp(forms);
  return () => send(readAnswer);
}

/** Sends all ticket requests at the same time. @returns the responses and their total duration */
export const rush = async (asked: Rush) => (await lineUpRush(asked))();

/**
 * Opens a connection for each form, as after a page view. The returned function sends all forms at the same
 * time; `read` classifies a response. It resolves with the responses and their total duration in milliseconds.
 */
export async function lineUp(forms: ReadyForm[]) {
  // A shared agent would reuse connections.
  const agents = forms.map(() => new Agent({ keepAlive: true, maxSockets: 1 }));

  const open = ({ url, headers, asked }: ReadyForm, index: number) =>
    asked
      ? send(agents[index], new URL(asked, url), "GET", { headers: { Cookie: headers.Cookie ?? "" } })
      : send(agents[index], url, "OPTIONS", { headers: {} });

  const post = async ({ url, headers, body }: ReadyForm, index: number) => {
    const from = performance.now();
    const sent = { ...headers, "Accept-Encoding": "gzip, deflate, br", Origin: url.origin };
    const raw = await send(agents[index], url, "POST", { headers: sent, body }).catch(String);
    return { raw, ms: performance.now() - from };
  };

  // By hundreds, because the system retries connections beyond its queue only after a second.
  for (let from = 0; from < forms.length; from += 100) {
    await Promise.all(forms.slice(from, from + 100).map((form, index) => open(form, from + index)));
  }
  return async <Kind extends string>(read: (answer: Received) => [kind: Kind, detail: string]) => {
    const from = performance.now();
    const received = await Promise.all(forms.map(post));
    const ms = performance.now() - from;
    for (const agent of agents) agent.destroy();
    // Decoded only now, because browsers do that on their own machines.
    const answers = received.map(({ raw, ms }) => {
      const [kind, detail] = typeof raw === "string" ? (["error", raw] as const) : read(unpack(raw));
      return { kind, detail, ms };
    });
    return { answers, ms };
  };
}

type Raw = { status: number; headers: IncomingHttpHeaders; body: Buffer };

/** A response with its whole body. */
export type Received = { status: number; headers: IncomingHttpHeaders; text: string };

function unpack({ status, headers, body }: Raw): Received {
  const packed = headers["content-encoding"];
  const whole = packed === "br" ? brotliDecompressSync(body) : packed === "gzip" ? gunzipSync(body) : body;
  return { status, headers, text: whole.toString() };
}

function readAnswer({ status, headers, text }: Received): [RushAnswer["kind"], string] {
  // With JavaScript, the response contains the ticket's path.
  const told = status === 200 ? /"redirectTo":"([^"]*)"/.exec(text)?.[1] : undefined;
  const landed = told ?? String(headers.location ?? "");
  if ((told || status === 303) && /^\/tickets\/[0-9a-z]{20}$/.test(landed)) return ["ticket", landed];
  const full = text.includes("This event is FULL.") || text.includes('"reason":"full"');
  if (status === 200 && full) return ["full", ""];
  return ["error", `${status} ${landed} ${text.slice(0, 200)}`];
}

const send = (
  agent: Agent | undefined,
  url: URL,
  method: string,
  { headers, body }: { headers: Record<string, string>; body?: Buffer },
) =>
  new Promise<Raw>((resolve, reject) => {
    const length = body && { "Content-Length": String(body.length) };
    const sent = request(url, { agent, method, headers: { ...headers, ...length } }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks),
        }),
      );
    });
    sent.setTimeout(60_000, () => sent.destroy(new Error("no answer within a minute")));
    sent.on("error", reject);
    sent.end(body);
  });

async function encode(form: FormData, headers: Record<string, string>) {
  const encoded = new Response(form);
  return {
    body: Buffer.from(await encoded.arrayBuffer()),
    headers: { ...headers, "Content-Type": String(encoded.headers.get("content-type")) },
  };
}

/** The faults after a rush, by its responses and its rows. */
export async function judgeRush(
  database: Rows,
  { eventId, cookies }: Crowd,
  { answers, spaces }: { answers: RushAnswer[]; spaces: number },
): Promise<string[]> {
  const problems: string[] = [];
  const expect = (what: string, actual: number, wanted: number) => {
    if (actual !== wanted) problems.push(`${what}: ${actual} instead of ${wanted}`);
  };
  const of = (kind: RushAnswer["kind"]) => answers.filter((answer) => answer.kind === kind);
  const sold = Math.min(spaces, cookies.length);
  expect("attendees who landed on a ticket", of("ticket").length, sold);
  expect("different tickets landed on", new Set(of("ticket").map(({ detail }) => detail)).size, sold);
  expect("attendees told FULL", of("full").length, cookies.length - sold);
  expect("errors", of("error").length, 0);
  if (of("error")[0]) problems.push(`the first error: ${of("error")[0]?.detail}`);

  const count = async (statement: string) =>
    Number((await database.sql(`select count(*) as n from ${statement}`, [eventId]))[0]?.n);
  const [event] = await database.sql("select allocated, capacity from events where id = ?", [eventId]);
  const active = await count("tickets where event_id = ? and voided_at is null");
  expect("active tickets", active, sold);
  expect("tickets of any state", await count("tickets where event_id = ?"), sold);
  expect("the counter", Number(event?.allocated), active);
  expect("ticket mails", await count("outbox where kind = 'ticket' and event_id = ?"), sold);
  return problems;
}
