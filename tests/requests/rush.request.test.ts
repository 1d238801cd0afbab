import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { newId, randomBase32 } from "@/lib/runtime/ids";
import { openVisitor } from "@/tests/harness/http-client";
import { gatherCrowd, judgeRush, rush } from "@/tests/harness/rush";
import { type Engine, startWorld, type World } from "@/tests/harness/world";

const size = { attendees: 200, spaces: 50 };
let world: World;
afterEach(() => world?.stop());

describe.each<Engine>(["sqlite", "postgres"])("200 attendees and 50 spaces at once, on %s", (engine) => {
  it.each([
    ["without scripts", false],
    ["with scripts", true],
  ])("make exactly 50 tickets, 150 refusals and no error, %s", async (_, scripts) => {
    world = await startWorld({ engine });
    const crowd = await gatherCrowd(world.database, size);
    const { answers } = await rush({ origin: world.server.url, crowd, scripts });
    expect(await judgeRush(world.database, crowd, { answers, spaces: size.spaces })).toEqual([]);
  });
});

/** A server with a race: it counts, waits for its database, then inserts. */
async function startRacyServer(page: string, { database }: World, crowdSize: number): Promise<Server> {
  const server = createServer((request, response) => {
    const eventId = request.url?.split("/")[2] ?? "";
    const answer = async () => {
      request.resume();
      if (request.method !== "POST") return response.end(request.url?.startsWith("/events/") ? page : "ok");
      const count = "select count(*) as n from tickets where event_id = ?";
      const [sold] = await database.sql(count, [eventId]);
      await new Promise((resolve) => setImmediate(resolve));
      if (Number(sold?.n) >= size.spaces) return response.end("This event is FULL.");
      const id = newId();
      const [holder] = await database.sql(
        `select id from users where role = 'attendee' and id not in (select holder_id from tickets) limit 1`,
      );
      await database.insert("tickets", [
        {
          id,
          event_id: eventId,
          holder_id: String(holder?.id),
          code: randomBase32(16).toUpperCase(),
          created_at: new Date(),
          search_text: "",
        },
      ]);
      return response.writeHead(303, { Location: `/tickets/${id}` }).end();
    };
    answer().catch((error) => response.writeHead(500).end(String(error)));
  });
  server.maxConnections = crowdSize + 10;
  server.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  return server;
}

it("detects a server that counts first and inserts later", async () => {
  world = await startWorld();
  const crowd = await gatherCrowd(world.database, size);
  const { text } = await openVisitor(world.server.url).get(`/events/${crowd.eventId}`);
  const careless = await startRacyServer(text, world, size.attendees);
  const { port } = careless.address() as AddressInfo;
  const { answers } = await rush({ origin: `http://127.0.0.1:${port}`, crowd });
  const problems = await judgeRush(world.database, crowd, { answers, spaces: size.spaces });
  careless.close();
  expect(problems.join("\n")).toMatch(/active tickets: \d+ instead of 50/);
  expect(problems.join("\n")).toMatch(/attendees told FULL: \d+ instead of 150/);
  expect(problems.join("\n")).toMatch(/the counter: 0 instead of/);
});
