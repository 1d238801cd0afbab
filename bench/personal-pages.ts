import { addTickets } from "@/tests/harness/accounts";
import { nextEvent, startBenchWorld } from "./bench-world";
import { besideBareServer } from "./beside-bare";
import type { Row } from "./table";

/** What is made for one person at each request; the smallest route handler shows what the framework takes of it. */
export async function measurePersonalPages(): Promise<Row[]> {
  const world = await startBenchWorld();
  try {
    const { account, visitor } = await world.join();
    const event = await nextEvent(world);
    const [ticket] = await addTickets(world.database, event, [account]);
    const headers = { Cookie: visitor.cookies() };
    const rows: Row[] = [];
    for (const question of [
      { what: "smallest route handler (/api/health/ready)", path: "/api/health/ready" },
      { what: "/api/viewer, signed out", path: `/api/viewer?event=${event}` },
      { what: "/api/viewer, signed in", path: `/api/viewer?event=${event}`, headers },
      { what: "ticket page", path: `/tickets/${ticket}`, headers, seconds: 2 },
    ])
      rows.push(...(await besideBareServer(world.server, question)));
    return rows;
  } finally {
    await world.stop();
  }
}
