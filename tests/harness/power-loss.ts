import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { newId } from "@/lib/runtime/ids";
import { addAccounts, addDoorPasses, addEvent, addTickets, addWaiting } from "./accounts";
import { findUnsynced, traceCalls } from "./system-calls";
import type { World } from "./world";

/** What an answer told, and whether that was synced before, or what else happened. */
export type SyncedAnswer = { what: string; problem: string | null };

/** Watches a server while it gives a ticket, cancels it, which gives it to the next in line, and checks another in. */
export async function watchAnswers(world: World): Promise<SyncedAnswer[]> {
  const { database } = world;
  const { account: organiser } = await world.join({ role: "organiser" });
  const { account: ada, visitor: asker } = await world.join({ name: "Ada" });
  const [ben, guest] = await addAccounts(database, [{ name: "Ben" }, { name: "Guest" }]);
  if (!ben || !guest) throw new Error("no accounts were made");
  const event = await addEvent(database, { createdBy: organiser.id, capacity: 1 });
  const page = await asker.get(`/events/${event}`);
  const soon = new Date(Date.now() + 3_600_000);
  const open = await addEvent(database, { createdBy: organiser.id, startsAt: soon });
  const [toScan = ""] = await addTickets(database, open, [guest]);
  const [scanned] = await database.sql("select code from tickets where id = ?", [toScan]);
  const [pass = ""] = await addDoorPasses(database, open, organiser, ["North"]);

  const stop = await traceCalls(world.server.pid);
  const requested = await asker.submit(page, "Request ticket");
  const ticket = requested.location?.split("/").at(-1) ?? "none";
  const mine = await asker.get(`/tickets/${ticket}`);
  await addWaiting(database, event, [ben]);
  const cancelled = await asker.submit(mine, "Yes, cancel it");
  const nonce = newId();
  const checkedIn = await asker.send(`/door/${pass}/scan`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ code: String(scanned?.code), nonce }),
  });
  const calls = await stop();

  const [next] = await database.sql("select id from tickets where event_id = ? and voided_at is null", [
    event,
  ]);
  const statuses = [requested.status, cancelled.status, checkedIn.status];
  if (statuses.join() !== "303,303,200" || !next)
    throw new Error(`unexpected answers: ${statuses} for ${ada.email}`);
  // Both redirects lead to the ticket: that of the request comes first.
  const redirect = `ocation: /tickets/${ticket}`;
  const afterRequest = calls.slice(calls.findIndex((line) => line.includes(redirect)) + 1);
  const told: [string, string[], { written: string; answered: string }][] = [
    ["a ticket", calls, { written: ticket, answered: redirect }],
    ["a hand-over", afterRequest, { written: String(next.id), answered: redirect }],
    ["a check-in", calls, { written: nonce, answered: nonce }],
  ];
  return told.map(([what, lines, texts]) => ({ what, problem: findUnsynced(lines, texts) }));
}

// A server that stores what it is asked for and then answers, with SQLite's setting from its arguments.
const smallServer = `
  import { createServer } from "node:http";
  import Database from "better-sqlite3";
  const [file, synchronous] = process.argv.slice(1);
  const database = new Database(file);
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = " + synchronous);
  database.exec("create table if not exists tickets (id text)");
  const server = createServer((request, response) => {
    const id = request.url.slice(1);
    database.prepare("insert into tickets values (?)").run(id);
    response.writeHead(303, { Location: "/tickets/" + id }).end();
  });
  server.listen(0, "127.0.0.1", () => process.stdout.write(String(server.address().port)));
`;

/** The negative control: what the same check says of a small server with another setting of SQLite. */
export async function watchSmallServer(synchronous: "FULL" | "NORMAL" | "OFF"): Promise<string | null> {
  const folder = mkdtempSync(path.join(tmpdir(), "evento-small-server-"));
  const file = path.join(folder, "small.db");
  const args = ["--input-type=module", "-e", smallServer, file, synchronous];
  const server = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  try {
    const [port] = await once(server.stdout, "data");
    const stop = await traceCalls(Number(server.pid));
    const id = newId();
    await fetch(`http://127.0.0.1:${port}/${id}`, { redirect: "manual" });
    return findUnsynced(await stop(), { written: id, answered: `/tickets/${id}` });
  } finally {
    server.kill("SIGKILL");
    rmSync(folder, { recursive: true });
  }
}
