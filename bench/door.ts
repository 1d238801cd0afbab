import { gzipSync } from "node:zlib";
import { newId } from "@/lib/runtime/ids";
import { addAccounts, addDoorPasses, addEvent, addTickets } from "@/tests/harness/accounts";
import { gatherCrowd, judgeRush, lineUpRush } from "@/tests/harness/rush";
import type { World } from "@/tests/harness/world";
import { dropWaitingMail, startBenchWorld } from "./bench-world";
import { percentile } from "./statistics";
import { type Row, valueAtMost } from "./table";

const ticketCount = 50_000;

/** How many tickets a door scans at most, one after the other. */
const scans = 300;

/** A door of an event with 50,000 tickets: how soon it has a verdict during a rush, and how large its list is. */
export async function measureDoor(): Promise<Row[]> {
  const world = await startBenchWorld();
  try {
    const { addresses, codes } = await openDoors(world);
    const [first = "", url = ""] = addresses.map((address) => `${world.server.url}${address}`);
    const list = await (await fetch(`${url}/list`)).arrayBuffer();
    await scanWhile(first, codes.slice(0, scans), () => true);

    const size = { attendees: 2_000, spaces: 1_000, scripts: true };
    const crowd = await gatherCrowd(world.database, size);
    const rush = await lineUpRush({ origin: world.server.url, crowd, scripts: size.scripts });
    let isRushing = true;
    const rushing = rush().finally(() => {
      isRushing = false;
    });
    const door = await scanWhile(url, codes.slice(scans), () => isRushing);
    const answers = await rushing;
    const problems = await judgeRush(world.database, crowd, { ...answers, spaces: size.spaces });
    await dropWaitingMail(world);
    return [
      {
        what: "verdict at a door of 50,000 tickets while 2,000 rush, 95 %",
        value: percentile(door.ms, 0.95),
        unit: "ms",
        goal: valueAtMost(150),
        problems: [...problems, ...door.problems],
      },
      {
        what: "list of 50,000 tickets for a door without a network, compressed",
        value: gzipSync(new Uint8Array(list)).length / 1_000_000,
        unit: "MB",
        goal: valueAtMost(4),
      },
    ];
  } finally {
    await world.stop();
  }
}

/** An event that begins in an hour with two doors, as each may scan 300 tickets a minute. */
async function openDoors({ database }: World): Promise<{ addresses: string[]; codes: string[] }> {
  const [organiser] = await addAccounts(database, [{ role: "organiser" }]);
  if (!organiser) throw new Error("no account was made");
  const startsAt = new Date(Date.now() + 3_600_000);
  const event = await addEvent(database, { createdBy: organiser.id, startsAt, capacity: ticketCount });
  const holders = await addAccounts(
    database,
    Array.from({ length: ticketCount }, (_, n) => ({ name: `Guest number ${n}` })),
  );
  await addTickets(database, event, holders);
  const passes = await addDoorPasses(database, event, organiser, ["North", "South"]);
  const rows = await database.sql("select code from tickets where event_id = ? limit ?", [event, 2 * scans]);
  return { addresses: passes.map((pass) => `/door/${pass}`), codes: rows.map(({ code }) => String(code)) };
}

/** How long each verdict took, in ms; only those that were asked for before `goesOn` is false. */
async function scanWhile(
  url: string,
  codes: string[],
  goesOn: () => boolean,
): Promise<{ ms: number[]; problems: string[] }> {
  const ms: number[] = [];
  const problems: string[] = [];
  for (const code of codes) {
    if (!goesOn()) break;
    const from = performance.now();
    const response = await fetch(`${url}/scan`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Origin: new URL(url).origin },
      body: JSON.stringify({ code, nonce: newId() }),
    });
    const text = await response.text();
    ms.push(performance.now() - from);
    if (!text.includes('"checked-in"')) problems.push(`a valid ticket was answered ${text.slice(0, 100)}`);
  }
  if (ms.length < 10) problems.push(`only ${ms.length} tickets were scanned`);
  return { ms, problems: problems.slice(0, 3) };
}
