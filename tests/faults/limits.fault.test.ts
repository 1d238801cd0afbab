import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { residentMemory } from "@/bench/process-use";
import { addAccounts, addEvent, testPassword } from "@/tests/harness/accounts";
import { asFetchAction, changeFields, readForm } from "@/tests/harness/html-form";
import type { Visitor } from "@/tests/harness/http-client";
import { startWorld, type World } from "@/tests/harness/world";
import { reportFault } from "./report";

/** What flood.mjs is told, without the port. */
type Flood = {
  clients: number;
  heads: string[];
  chunk?: string;
  times?: number;
  pause?: number;
  end?: string;
};
type Flooded = { attempts: number; answers: Record<string, number>; mostOpen: number };

const seconds = 15;

/** The most that a flood may add to the memory of the server, in MB. V8's heap grows by 200 before it shrinks again. */
const mostMemory = 300;

/** The slowest hundredth of a visitor's pages, in ms. */
const slowest = 500;

let world: World;
let visitor: Visitor;
let pages: string[];
beforeAll(async () => {
  world = await startWorld();
  const { account } = await world.join({ role: "organiser" });
  ({ visitor } = await world.join());
  const events: string[] = [];
  for (let n = 0; n < 30; n += 1)
    events.push(await addEvent(world.database, { createdBy: account.id, name: `Event ${n}` }));
  pages = ["/", `/events/${events[0]}`, "/tickets", "/account", "/api/health/live"];
  for (const page of pages) await visitor.get(page);
}, 60_000);
afterAll(() => world?.stop());

const run = promisify(execFile);

async function flood(port: number, given: Flood): Promise<Flooded> {
  const told = JSON.stringify({ port, seconds, ...given });
  const running = run(process.execPath, ["tests/faults/flood.mjs"]);
  running.child.stdin?.end(told);
  return JSON.parse((await running).stdout) as Flooded;
}

/** Runs a flood while a visitor reads pages, and says how long these took and how much memory the server had. */
async function endure(
  server: { pid: number; port: number; read: (n: number) => Promise<boolean> },
  given: Flood,
) {
  const before = residentMemory(server.pid);
  let peak = before;
  let over = false;
  const flooded = flood(server.port, given).finally(() => {
    over = true;
  });
  const took: number[] = [];
  const broken: string[] = [];
  for (let n = 0; !over; n += 1) {
    const from = performance.now();
    const isRight = await server.read(n).catch(() => false);
    took.push(performance.now() - from);
    if (!isRight) broken.push(`page ${n} was not answered`);
    peak = Math.max(peak, residentMemory(server.pid));
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  const sorted = took.toSorted((a, b) => a - b);
  const p99 = sorted[Math.ceil(sorted.length * 0.99) - 1] ?? 0;
  if (p99 > slowest) broken.push(`a visitor's p99 was ${Math.round(p99)} ms`);
  if (peak - before > mostMemory) broken.push(`the server held ${Math.round(peak)} MB`);
  const { attempts, answers, mostOpen } = await flooded;
  const memory = [before, peak, residentMemory(server.pid)].map(Math.round).join(" → ");
  return {
    attempts,
    kept: took.length,
    broken,
    answers,
    mostOpen,
    figures: `p99 ${Math.round(p99)} ms, ${memory} MB, ${mostOpen} open, ${JSON.stringify(answers).replaceAll('"', "")}`,
  };
}

const evento = () => ({
  ...{ pid: world.server.pid, port: world.server.port },
  read: async (n: number) => (await visitor.get(pages[n % pages.length] ?? "/")).status === 200,
});

const post = (path: string, headers: Record<string, string> = {}) =>
  [
    `POST ${path} HTTP/1.1`,
    `Host: localhost:${world.server.port}`,
    `Origin: ${world.server.url}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    "\r\n",
  ].join("\r\n");
const get = (target: string) => `GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`;
const block = "x".repeat(65_536);
const mebibytes = 1_048_576;

/** A whole request of a form, as its bytes. */
async function formRequest(path: string, body: FormData, headers: Record<string, string>): Promise<string> {
  const sent = new Response(body);
  const bytes = Buffer.from(await sent.arrayBuffer()).toString("latin1");
  const type = sent.headers.get("content-type") ?? "";
  const length = String(Buffer.byteLength(bytes));
  return (
    post(path, { ...headers, "Content-Type": type, "Content-Length": length, Connection: "close" }) + bytes
  );
}

/** Each with the answers that show that it arrived. */
const floods: [string, () => Flood | Promise<Flood>, string[]][] = [
  [
    "nothing but one reader, for comparison",
    () => ({ clients: 1, heads: [get("/api/health/live")] }),
    ["200"],
  ],
  [
    "bodies of 100 MB, announced",
    () => ({
      clients: 50,
      heads: [post("/sign-in", { "Content-Length": String(100 * mebibytes) })],
      ...{ chunk: block, times: 1_600 },
    }),
    ["413"],
  ],
  [
    "bodies of 100 MB, in chunks",
    () => ({
      clients: 50,
      heads: [post("/sign-in", { "Transfer-Encoding": "chunked" })],
      ...{ chunk: `10000\r\n${block}\r\n`, times: 1_600 },
    }),
    ["413"],
  ],
  [
    "1,000 connections whose headers arrive slowly",
    () => ({
      clients: 1_000,
      heads: ["GET / HTTP/1.1\r\nHost: localhost\r\n"],
      chunk: "X-A: b\r\n",
      times: 60,
      pause: 1_000,
    }),
    ["closed"],
  ],
  [
    "1,000 connections whose bodies arrive slowly",
    () => ({
      clients: 1_000,
      heads: [post("/sign-in", { "Content-Length": "60000", "Content-Type": "text/plain" })],
      ...{ chunk: "a", times: 60, pause: 1_000 },
    }),
    ["closed"],
  ],
  ["10,000 connections that say nothing", () => ({ clients: 10_000, heads: [""] }), ["closed"]],
  [
    "200 sign-ins at once with wrong passwords, each of another account",
    async () => {
      const { entries } = readForm(await world.visitor().get("/sign-in"), "Sign in");
      const heads: string[] = [];
      for (let n = 0; n < 200; n += 1) {
        const fields = { email: `nobody-${n}@example.org`, password: `wrong ${testPassword}` };
        const { headers, body } = asFetchAction(changeFields(entries, fields));
        heads.push(await formRequest("/sign-in", body, headers));
      }
      return { clients: 200, heads };
    },
    ["200"],
  ],
  [
    "searches for random words",
    () => ({ clients: 50, heads: [get("/?q={random}"), get("/events.ics?q={random}")] }),
    ["200", "429"],
  ],
  [
    "pictures of 8 MB that are none",
    async () => {
      const [account] = await addAccounts(world.database, [{ role: "organiser" }]);
      const organiser = account && (await world.as(account));
      if (!organiser) throw new Error("nobody");
      const head = post("/dashboard/events/new", {
        Cookie: organiser.cookies(),
        ...{ "Content-Type": "multipart/form-data; boundary=x", "Content-Length": String(8 * mebibytes) },
      });
      return { clients: 60, heads: [head], chunk: block, times: 128 };
    },
    ["400", "503"],
  ],
  [
    "addresses with a thousand parameters, and of 15 kB",
    () => ({
      clients: 50,
      heads: [
        get(
          `/?${Array.from({ length: 1_000 }, (_, n) => `a${n}={random}`)
            .join("&")
            .slice(0, 12_000)}`,
        ),
        get(`/${"{random}/".repeat(900)}`.slice(0, 12_000)),
        get(`/events/${"%25".repeat(4_000)}`),
      ],
    }),
    ["200", "308", "404"],
  ],
];

for (const [fault, make, expected] of floods)
  it(`${fault}: memory is bounded, and others have their pages`, async (context) => {
    const given = await make();
    const { answers, mostOpen, ...row } = await endure(evento(), given);
    expect(Object.keys(answers)).toEqual(expect.arrayContaining(expected));
    expect(mostOpen).toBeGreaterThan(given.clients * 0.9);
    reportFault(context, { fault: `${fault}: memory is bounded, others have their pages`, ...row });
  });

it("the same check finds that a server without limits holds too much", async (context) => {
  const child = spawn(process.execPath, ["tests/faults/bare-server.mjs"]);
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  const port = Number(String(line));
  const pid = Number(child.pid);
  const read = async () => (await fetch(`http://127.0.0.1:${port}/`)).ok;
  const size = String(8 * mebibytes);
  const head = post("/upload", { "Content-Length": size, Connection: "close" });
  const { attempts, broken, figures } = await endure(
    { pid, port, read },
    { clients: 60, heads: [head], chunk: block, times: 128 },
  );
  child.kill("SIGKILL");
  expect(broken.join()).toMatch(/the server held \d+ MB/);
  reportFault(context, {
    fault: "uploads to a server without limits, for comparison",
    ...{ attempts, kept: 1, broken: [], figures, control: broken.at(-1) },
  });
});
