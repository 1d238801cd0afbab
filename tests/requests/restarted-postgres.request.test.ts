import { beforeAll, expect, it, onTestFinished } from "vitest";
import { startPostgres, type TestPostgres } from "@/tests/harness/postgres";
import {
  cutConnections,
  findLosses,
  gatherAttendees,
  requestDuring,
  restartPostgres,
} from "@/tests/harness/restarts";
import { startWorld, type World } from "@/tests/harness/world";

let world: World;
let postgres: TestPostgres;
beforeAll(async () => {
  // A crash loses nothing that was committed to a disk.
  postgres = await startPostgres({ durable: true });
  world = await startWorld({ databaseUrl: await postgres.createDatabase("evento") });
  return async () => {
    await world.stop();
    await postgres.stop();
  };
});

it("connections that are ended while people request tickets cost nobody anything", async () => {
  const crowd = await gatherAttendees(world, 30);
  const acknowledged = await requestDuring(world, crowd, async () => {
    for (let cut = 0; cut < 10; cut += 1) await cutConnections(world);
  });
  expect(await findLosses(world, crowd.eventId, acknowledged)).toEqual([]);
  expect(acknowledged.tickets.size).toBe(30);
});

it.each(["fast", "crash"] as const)(
  "a PostgreSQL that is restarted (%s) costs only 503s, and no acknowledged ticket",
  async (how) => {
    const crowd = await gatherAttendees(world, 30);
    const acknowledged = await requestDuring(world, crowd, () => restartPostgres(world, postgres, how));
    expect(await findLosses(world, crowd.eventId, acknowledged)).toEqual([]);
    expect(acknowledged.tickets.size).toBe(30);
  },
);

it("finds a ticket that was lost", async () => {
  const crowd = await gatherAttendees(world, 2);
  const acknowledged = await requestDuring(world, crowd, async () => undefined);
  await world.database.sql("alter table tickets rename to lost");
  await world.database.sql("create table tickets as select * from lost where false");
  onTestFinished(async () => {
    await world.database.sql("drop table tickets");
    await world.database.sql("alter table lost rename to tickets");
  });
  const losses = await findLosses(world, crowd.eventId, acknowledged);
  expect(losses.filter((loss) => /is lost$/.test(loss))).toHaveLength(2);
});
