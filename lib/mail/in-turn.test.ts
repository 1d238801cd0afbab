import { afterEach, expect, it } from "vitest";
import { onCountUnderWay } from "@/lib/runtime/under-way";
import { inTurn } from "./in-turn";

afterEach(() => onCountUnderWay(undefined));

/** Keeps the event loop as busy as a rush does, in pieces of 25 ms, for so many ms. */
async function keepBusy(ms: number) {
  const end = performance.now() + ms;
  while (performance.now() < end) {
    const piece = performance.now() + 25;
    while (performance.now() < piece);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

it("does one piece of work at a time, in order, whatever becomes of the others", async () => {
  const seen: string[] = [];
  const work = (name: string, fails = false) =>
    inTurn(async () => {
      seen.push(`${name} starts`);
      await new Promise((resolve) => setImmediate(resolve));
      seen.push(`${name} ends`);
      if (fails) throw new Error(name);
    });
  const ends = await Promise.allSettled([work("a", true), work("b")]);
  expect(ends.map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
  expect(seen).toEqual(["a starts", "a ends", "b starts", "b ends"]);
});

it("lets a busy process answer requests first, but not for ever", async () => {
  let started = 0;
  const begin = performance.now();
  const work = inTurn(async () => {
    started = performance.now() - begin;
  });
  await keepBusy(1_500);
  await work;
  expect(started).toBeGreaterThan(900);
  expect(started).toBeLessThan(1_500);
});

it("waits for requests under way, though the event loop is quiet, but not for ever", async () => {
  let waiting = 3;
  onCountUnderWay(() => waiting);
  let started = false;
  const work = inTurn(async () => {
    started = true;
  });
  for (; waiting > 1; waiting -= 1) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(started).toBe(false);
  // The last one is never answered, and the work is done all the same.
  await work;
  expect([started, waiting]).toEqual([true, 1]);
});
