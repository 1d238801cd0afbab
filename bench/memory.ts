import { gatherCrowd, rush } from "@/tests/harness/rush";
import { dropWaitingMail, nextEvent, startBenchWorld } from "./bench-world";
import { ask, askEach, load } from "./load";
import { residentMemory, untilIdle } from "./process-use";
import { type Row, valueAtMost } from "./table";

/**
 * Memory of one server: after a few pages, and after a load of every kind, with more pages than its
 * memory for pages holds.
 */
export async function measureMemory(): Promise<Row[]> {
  const world = await startBenchWorld();
  const { server, database } = world;
  try {
    const { visitor } = await world.join();
    const event = `/events/${await nextEvent(world)}`;
    await askEach(server, ["/", event, "/sign-in", "/register", "/?q=lecture"]);
    await ask(server, "/tickets", { Cookie: visitor.cookies() });
    await untilIdle(server.pid);
    const idle = residentMemory(server.pid);
    await load(server, "/", { seconds: 5, headers: { "Accept-Encoding": "br" } });
    await load(server, event, { seconds: 5 });
    await load(server, "/tickets", { seconds: 5, headers: { Cookie: visitor.cookies() } });
    await askEach(
      server,
      Array.from(
        { length: 1_500 },
        (_, day) => `/?from=${new Date(day * 86_400_000).toISOString().slice(0, 10)}`,
      ),
    );
    for (const [attendees, scripts] of [
      [2_000, true],
      [600, false],
    ] as const) {
      const crowd = await gatherCrowd(database, { attendees, spaces: 1_000 });
      await rush({ origin: server.url, crowd, scripts });
    }
    await dropWaitingMail(world);
    await untilIdle(server.pid);
    return [
      { what: "memory, idle", value: idle, unit: "MB" },
      { what: "memory, after load", value: residentMemory(server.pid), unit: "MB", goal: valueAtMost(450) },
    ];
  } finally {
    await world.stop();
  }
}
