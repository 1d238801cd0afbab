import { expect, it, vi } from "vitest";
import { Busy } from "@/lib/runtime/busy";
import { log } from "@/lib/runtime/log";
import { createStrengthThread } from "./strength-thread";

/** A program for the thread instead of the one that estimates. */
const program = (text: string) =>
  new URL(
    `data:text/javascript,${encodeURIComponent(`import { parentPort } from "node:worker_threads"; ${text}`)}`,
  );

const owner = { name: "Ada", email: "ada@example.org" };
const ask = (isEasy: ReturnType<typeof createStrengthThread>, password: string) =>
  isEasy({ password, owner });

it("answers each question with its own answer", async () => {
  const isEasy = createStrengthThread({
    program: program(
      `parentPort.on("message", ({ password }) => parentPort.postMessage(password === "easy"))`,
    ),
  });
  const answers = await Promise.all(["easy", "hard", "easy"].map((password) => ask(isEasy, password)));
  expect(answers).toEqual([true, false, true]);
});

it("throws Busy when too many questions wait", async () => {
  const isEasy = createStrengthThread({
    program: program(`parentPort.on("message", () => parentPort.postMessage(false))`),
  });
  const outcomes = await Promise.allSettled(Array.from({ length: 100 }, () => ask(isEasy, "x")));
  const refused = outcomes.filter((outcome) => outcome.status === "rejected");
  expect(refused).toHaveLength(100 - 1 - 64);
  expect(refused.every((outcome) => outcome.reason instanceof Busy)).toBe(true);
  expect(await ask(isEasy, "x")).toBe(false);
});

it("starts the thread again after a fault, which its question gets", async () => {
  const logged = vi.spyOn(log, "error");
  const isEasy = createStrengthThread({
    program: program(`
      parentPort.on("message", ({ password }) => {
        if (password === "broken") throw new Error("broken");
        parentPort.postMessage(true);
      })`),
  });
  await expect(ask(isEasy, "broken")).rejects.toThrow("broken");
  expect(await ask(isEasy, "easy")).toBe(true);
  expect(logged).toHaveBeenCalledWith(
    { err: expect.objectContaining({ message: "broken" }) },
    expect.any(String),
  );
});
