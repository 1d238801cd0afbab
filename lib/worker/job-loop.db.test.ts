import { afterEach, expect, it, vi } from "vitest";
import { reader, transaction } from "@/db/client";
import { outbox, rateLimits } from "@/db/schema";
import { queueMailing } from "@/lib/mail/mailings";
import { log } from "@/lib/runtime/log";
import { withDatabase } from "@/tests/harness/database";
import { createEvent, createTicket, testNow } from "@/tests/harness/factories";
import { type JobLoop, startJobLoop } from "./job-loop";

withDatabase();

let loop: JobLoop | undefined;
afterEach(() => loop?.stop());

const soon = { timeout: 30_000 };

it("does what is due: it expands mailings and deletes what has expired", async () => {
  const event = await createEvent({ cancelledAt: testNow, capacity: 400 });
  for (let n = 0; n < 5; n += 1) await createTicket({ eventId: event.id });
  await transaction(async (tx) => {
    await queueMailing(tx, { kind: "event-cancelled", eventId: event.id, facts: {}, at: testNow });
    const expired = { windowStartedAt: testNow, lastAt: testNow, expiresAt: testNow };
    await tx.insert(rateLimits).values({ key: "a test", count: 1, ...expired });
  });
  loop = startJobLoop();
  await vi.waitUntil(async () => (await reader().select().from(outbox)).length === 5, soon);
  await vi.waitUntil(async () => (await reader().select().from(rateLimits)).length === 0, soon);
});

it("asks a job again while there is more and after a fault, and lets none hold up another", async () => {
  const logged = vi.spyOn(log, "error").mockImplementation(() => undefined);
  const answers = [true, new Error("broken"), true, false];
  const failing = async () => {
    const answer = answers.shift() ?? false;
    if (answer instanceof Error) throw answer;
    return answer;
  };
  let finish = (_more: boolean) => {};
  const slow = () =>
    new Promise<boolean>((resolve) => {
      finish = resolve;
    });
  loop = startJobLoop([
    { name: "slow", run: slow, every: 1 },
    { name: "failing", run: failing, every: 1 },
  ]);
  await vi.waitUntil(() => answers.length === 0, soon);
  const fault = { err: expect.objectContaining({ message: "broken" }), job: "failing" };
  expect(logged).toHaveBeenCalledWith(fault, expect.any(String));
  finish(false);
});
