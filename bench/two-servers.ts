import { randomInt } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { addEvent, tellPublicChange } from "@/tests/harness/accounts";
import { wordsOf } from "@/tests/harness/html-form";
import { type Pair, startPair } from "@/tests/harness/pair";
import { median } from "./statistics";
import { type Row, valueAtMost } from "./table";

const changes = 30;

/** How long the other of two servers takes to show an event's new name, from the answer to whoever changed it. */
export async function measureTwoServers(): Promise<Row[]> {
  const pair = await startPair();
  try {
    const delays = await changeNames(pair);
    const what = "PostgreSQL: a change made through one server shows through the other";
    return [
      { what: `${what}, median`, value: median(delays), unit: "ms" },
      {
        what: `${what}, longest of ${changes}`,
        value: Math.max(...delays),
        unit: "ms",
        goal: valueAtMost(1_000),
      },
    ];
  } finally {
    await pair.stop();
  }
}

/** The delay of each change, in ms. */
async function changeNames(pair: Pair): Promise<number[]> {
  const organiser = await pair.join({ role: "organiser" });
  const event = await addEvent(pair.database, { createdBy: organiser.id, name: "A name" });
  await tellPublicChange(pair.database);
  const [host, reader] = [await pair.visitorAt(0, organiser), await pair.visitorAt(1)];
  const delays: number[] = [];
  for (let change = 1; change <= changes; change += 1) {
    const name = `Name number ${change}.`;
    // So that changes come at any moment between two looks of the other server.
    await pause(randomInt(1_000));
    const form = await host.get(`/dashboard/events/${event}/edit`);
    const { status } = await host.submit(form, "Save changes", { name });
    if (status !== 303) throw new Error(`A change was answered with ${status}.`);
    const from = performance.now();
    while (!wordsOf(await reader.get(`/events/${event}`)).includes(name)) await pause(10);
    delays.push(performance.now() - from);
  }
  return delays;
}
