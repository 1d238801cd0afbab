import { expect, it } from "vitest";
import { startPostgres } from "@/tests/harness/postgres";
import {
  cutConnections,
  findLosses,
  gatherAttendees,
  requestDuring,
  restartPostgres,
} from "@/tests/harness/restarts";
import { startWorld } from "@/tests/harness/world";
import { reportFault } from "./report";

const rounds = 20;

it("a PostgreSQL that is restarted under load loses nothing that was acknowledged", async (context) => {
  const postgres = await startPostgres({ durable: true });
  const world = await startWorld({ databaseUrl: await postgres.createDatabase("evento") });
  const broken: string[] = [];
  const totals: Record<string, number> = {};
  let kept = 0;
  try {
    for (let round = 0; round < rounds; round += 1) {
      const crowd = await gatherAttendees(world, 60);
      const acknowledged = await requestDuring(world, crowd, async () => {
        await restartPostgres(world, postgres, round % 2 === 0 ? "crash" : "fast");
        await cutConnections(world);
      });
      broken.push(...(await findLosses(world, crowd.eventId, acknowledged)));
      kept += acknowledged.tickets.size;
      for (const [status, times] of Object.entries(acknowledged.statuses))
        totals[status] = (totals[status] ?? 0) + times;
    }
    // The check finds a ticket that is not there.
    const missing = { tickets: new Map([["nobody", "/tickets/none"]]), statuses: { 500: 1 } };
    const control = await findLosses(world, (await gatherAttendees(world, 1)).eventId, missing);
    expect(control).toHaveLength(2);
    reportFault(context, {
      fault:
        "PostgreSQL restarted under load, every other time by a crash: no acknowledged ticket is lost, no answer but 503",
      attempts: rounds,
      kept,
      broken,
      figures: Object.entries(totals)
        .map(([status, times]) => `${times} × ${status}`)
        .join(", "),
      control: control.join("; "),
    });
  } finally {
    await world.stop();
    await postgres.stop();
  }
}, 600_000);
