import { randomInt } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect, it } from "vitest";
import { sqlitePath } from "@/db/database-url";
import { type Account, addAccounts, addEvent, addTickets, testPassword } from "@/tests/harness/accounts";
import type { Visitor } from "@/tests/harness/http-client";
import { startWorld, type World } from "@/tests/harness/world";
import { startHelper } from "../../bench/helper-process";
import { residentMemory } from "../../bench/process-use";
import { median } from "../../bench/statistics";
import { highestOf, judgeTables, judgeUse, middlesOf, type Use } from "./judge-load";
import { reportFault } from "./report";

/** Ten minutes, or MIXED_LOAD_MINUTES, such as 120 for the long run: see CONTRIBUTING.md. */
const minutes = Number(process.env.MIXED_LOAD_MINUTES ?? 10);
/** Fewer leave a small machine room for other work during the long run. */
const clientsAtOnce = Number(process.env.MIXED_LOAD_CLIENTS ?? 8);
const people = 200;

/** Writes the heap of the server's main thread into a file, where nothing of the product tells it. */
const tellHeap = (file: string) => `
  import { writeFileSync } from "node:fs";
  import { isMainThread } from "node:worker_threads";
  const tell = () => writeFileSync(${JSON.stringify(file)}, String(process.memoryUsage().heapUsed));
  if (isMainThread) setInterval(tell, 1000).unref();
`;

type Sample = Use & { rows: Record<string, number> };

const megabyte = 1024 * 1024;

async function countRows({ database }: World): Promise<Record<string, number>> {
  const tables = "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'";
  const counts: Record<string, number> = {};
  for (const { name } of await database.sql(tables))
    counts[String(name)] = Number((await database.sql(`select count(*) as n from ${name}`))[0]?.n);
  return counts;
}

async function takeSample(world: World, heapFile: string, from: number): Promise<Sample> {
  const { pid } = world.server;
  const wal = `${sqlitePath(world.databaseUrl)}-wal`;
  return {
    at: performance.now() - from,
    rss: residentMemory(pid),
    heap: existsSync(heapFile) ? Number(readFileSync(heapFile, "utf8")) / megabyte : 0,
    descriptors: readdirSync(`/proc/${pid}/fd`).length,
    wal: existsSync(wal) ? statSync(wal).size / megabyte : 0,
    rows: await countRows(world),
  };
}

/** What clients did, by what the server acknowledged. */
type Done = {
  asks: number;
  refusals: number;
  pages: number;
  tickets: Set<string>;
  cancelled: number;
} & Record<"edits" | "checkIns" | "undone" | "signIns" | "registrations", number>;

it("keeps memory, descriptors, the write-ahead log and every table level under mixed load", {
  timeout: (minutes + 20) * 60_000,
}, async (context) => {
  const folder = mkdtempSync(path.join(tmpdir(), "evento-load-"));
  context.onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const heapFile = path.join(folder, "heap");
  const sink = startHelper("bench/mail-sink.mjs");
  context.onTestFinished(sink.stop);
  const smtpPort = await sink.ask<number>({ delay: 0 });
  const world = await startWorld({
    env: {
      SMTP_URL: `smtp://127.0.0.1:${smtpPort}`,
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(tellHeap(heapFile))}`,
    },
  });
  context.onTestFinished(world.stop);
  const { database } = world;
  const { account: organiser, visitor: host } = await world.join({ role: "organiser" });
  const accounts = await addAccounts(database, Array(people).fill({}));
  const visitors = new Map<Account, Visitor>();
  for (const account of accounts) visitors.set(account, await world.as(account));
  const events: string[] = [];
  for (let n = 0; n < 20; n += 1)
    events.push(await addEvent(database, { createdBy: organiser.id, capacity: 1_000, name: `Event ${n}` }));
  const startsAt = new Date(Date.now() + 4 * 3_600_000);
  const door = await addEvent(database, { createdBy: organiser.id, capacity: 500, startsAt });
  await addTickets(database, door, accounts);
  const codes = (await database.sql("select code from tickets where event_id = ?", [door])).map(({ code }) =>
    String(code),
  );

  const done: Done = {
    ...{ asks: 0, refusals: 0, pages: 0, tickets: new Set(), cancelled: 0, edits: 0 },
    ...{ checkIns: 0, undone: 0, signIns: 0, registrations: 0 },
  };
  const faults: string[] = [];
  const one = <Item>(items: Item[]) => items[randomInt(items.length)] as Item;

  const work: Record<string, () => Promise<unknown>> = {
    page: async () => {
      const paths = ["/", "/?page=2", `/events/${one(events)}`, "/events.atom", "/sign-in", "/?q=event"];
      const { status } = await world.visitor().get(one(paths));
      if (status === 200) done.pages += 1;
      else throw new Error(`a page was answered with ${status}`);
    },
    ticket: async () => {
      const visitor = visitors.get(one(accounts)) as Visitor;
      const answer = await visitor.submit(await visitor.get(`/events/${one(events)}`), "Request ticket");
      const id = /^\/tickets\/(\w+)/.exec(answer.location ?? "")?.[1];
      if (!id) done.refusals += 1;
      else if (done.tickets.has(id) || randomInt(4) === 0) done.tickets.add(id);
      else {
        done.tickets.add(id);
        const cancelled = await visitor.submit(await visitor.get(`/tickets/${id}`), "Yes, cancel it");
        if (cancelled.status === 303) done.cancelled += 1;
      }
    },
    edit: async () => {
      const page = await host.get(`/dashboard/events/${one(events)}/edit`);
      const changed = { description: `Bring a lantern. ${randomInt(1_000_000)}` };
      if ((await host.submit(page, "Save changes", changed)).status === 303) done.edits += 1;
      else done.refusals += 1;
    },
    door: async () => {
      const at = `/dashboard/events/${door}/door`;
      const code = codes.shift();
      if (!code) return;
      if ((await host.submit(await host.get(at), "Check in", { code })).status === 303) done.checkIns += 1;
      else done.refusals += 1;
    },
    dashboard: async () => {
      await host.get("/dashboard");
      await host.get(`/dashboard/events/${one(events)}/statistics`);
    },
    "sign in": async () => {
      const visitor = world.visitor();
      const fields = { email: one(accounts).email, password: testPassword };
      const answer = await visitor.submit(await visitor.get("/sign-in"), "Sign in", fields);
      if (answer.status === 303) {
        done.signIns += 1;
        await visitor.submit(await visitor.get("/account"), "Sign out");
      } else done.refusals += 1;
    },
  };
  const kinds = [
    "page",
    "page",
    "page",
    "page",
    "ticket",
    "ticket",
    "ticket",
    "edit",
    "door",
    "dashboard",
    "sign in",
  ];

  const register = async () => {
    const visitor = world.visitor();
    const email = `new${done.registrations}-${randomInt(1_000_000)}@example.org`;
    const fields = { name: "Grace Hopper", email, password: testPassword };
    const answer = await visitor.submit(await visitor.get("/register"), "Create account", fields);
    if (answer.status === 303) done.registrations += 1;
    else done.refusals += 1;
  };

  const before = await countRows(world);
  const from = performance.now();
  const end = from + minutes * 60_000;
  const client = async () => {
    while (performance.now() < end) {
      done.asks += 1;
      await work[one(kinds)]?.().catch((error: Error) => faults.push(error.message));
      await pause(randomInt(20, 120));
    }
  };
  const registering = async () => {
    // Fewer than the 300 that one address may send in an hour.
    for (; performance.now() < end; await pause(15_000))
      await register().catch((error) => faults.push(String(error)));
  };
  const samples: Sample[] = [];
  const sampling = async () => {
    for (; performance.now() < end; await pause(5_000)) samples.push(await takeSample(world, heapFile, from));
  };
  await Promise.all([sampling(), registering(), ...Array.from({ length: clientsAtOnce }, client)]);
  const queued = "select id from outbox where state = 'queued'";
  for (let look = 0; look < 240 && (await database.sql(queued)).length > 0; look += 1) await pause(500);
  const after = await countRows(world);

  const broken: string[] = [];
  if (faults.length > done.asks / 200) broken.push(`${faults.length} requests failed: ${faults[0]}`);
  const lasts = minutes * 60_000;
  broken.push(...judgeUse(samples, lasts));
  const grown = Object.fromEntries(
    Object.entries(after).map(([table, rows]) => [table, rows - (before[table] ?? 0)]),
  );
  const acknowledged = {
    tickets: done.tickets.size,
    check_ins: done.checkIns,
    registrations: done.registrations,
    // A mail for each ticket, its cancellation, and each registration.
    outbox: done.tickets.size + done.cancelled + done.registrations,
    // One row, made by the first edit.
    public_version: 1 - (before.public_version ?? 0),
  };
  // Entries of the log, and windows of limits that end within the hour, are of different numbers for each action.
  const most = { audit_log: done.asks * 2, rate_limits: done.asks * 2 };
  broken.push(...judgeTables({ grown, acknowledged, most }));

  // The same, as if all of it had grown tenfold to the end, and there were one ticket that nobody acknowledged.
  const usual = (what: Exclude<keyof Use, "at">) => median(samples.map((sample) => sample[what]));
  const growing = samples.map(({ at }) => {
    const factor = 1 + (9 * at) / lasts;
    return {
      at,
      rss: usual("rss") * factor,
      heap: usual("heap") * factor,
      descriptors: usual("descriptors") * factor,
      wal: 4 * factor,
    };
  });
  const found = [
    ...judgeUse(growing, lasts),
    ...judgeTables({ grown: { ...grown, tickets: (grown.tickets ?? 0) + 1 }, acknowledged, most }),
  ];
  const list = (values: number[]) => values.map((value) => Math.round(value)).join(", ");
  reportFault(context, {
    fault: `${minutes} minutes of mixed load: memory, descriptors, write-ahead log and every table stay level`,
    attempts: done.asks,
    kept: done.asks - faults.length - done.refusals,
    broken,
    figures:
      `by thirds: rss ${list(middlesOf(samples, lasts, "rss"))} MB, heap ${list(middlesOf(samples, lasts, "heap"))} MB, descriptors ${list(middlesOf(samples, lasts, "descriptors"))}, ` +
      `log ${highestOf(samples, lasts, "wal")
        .map((size) => size.toFixed(1))
        .join(", ")} MB; ${done.tickets.size} tickets, ` +
      `${done.cancelled} cancelled, ${done.checkIns} check-ins, ${done.edits} edits, ${done.signIns} sign-ins, ` +
      `${done.registrations} registrations; ${done.refusals} refused`,
    control: `the same figures, growing with every sample: ${found.join("; ")}`,
  });
  expect(found.join("\n")).toMatch(
    /memory grew.*the heap grew.*descriptors grew.*write-ahead log has.*tickets grew/s,
  );
});
