import { afterAll, beforeAll, expect, it } from "vitest";
import { addEvent } from "@/tests/harness/accounts";
import { wordsOf } from "@/tests/harness/html-form";
import { startWorld, type World } from "@/tests/harness/world";

const now = new Date("2030-06-01T12:00:00.000Z");

let world: World;
beforeAll(async () => {
  world = await startWorld({ now, env: { TEST_CLOCK: now.toISOString() } });
});
afterAll(() => world?.stop());

it("gives tickets until 1 ms before the start of an event, and none from then on", async () => {
  const { account } = await world.join({ role: "organiser" });
  const startingIn = (ms: number) =>
    addEvent(world.database, { createdBy: account.id, startsAt: new Date(now.getTime() + ms) });
  const { visitor } = await world.join();
  const open = await startingIn(60_000);
  const page = await visitor.get(`/events/${open}`);
  const ask = async (ms: number) => {
    const eventId = await startingIn(ms);
    const answer = await visitor.submit(page, "Request ticket", { eventId });
    const held = await world.database.sql("select id from tickets where event_id = ?", [eventId]);
    return { answer, held };
  };
  const given = await ask(1);
  expect(given.answer.location).toBe(`/tickets/${given.held[0]?.id}`);
  for (const ms of [0, -1]) {
    const { answer, held } = await ask(ms);
    expect(held).toEqual([]);
    expect(wordsOf(answer)).toContain("This event has started. Tickets are no longer available.");
  }
});
