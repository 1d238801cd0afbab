import { describe, expect, it } from "vitest";
import { reader, transaction } from "@/db/client";
import { rateLimits } from "@/db/schema";
import { newId } from "@/lib/runtime/ids";
import { withDatabase } from "@/tests/harness/database";
import { testNow } from "@/tests/harness/factories";
import {
  consume,
  deleteExpiredLimits,
  type LimitName,
  pauseAfter,
  refund,
  resetLimit,
  secondsUntilAllowed,
} from "./rate-limit";

const seconds = (count: number) => new Date(testNow.getTime() + count * 1000);
const consumeAt = (name: LimitName, at: Date) => transaction((tx) => consume(tx, name, "ada", at));
const spendMany = async (name: LimitName, times: number, at = testNow) => {
  const waits: number[] = [];
  for (let i = 0; i < times; i++) waits.push(await consumeAt(name, at));
  return waits;
};

describe("pauseAfter", () => {
  it.each([
    [9, 0],
    [10, 2000],
    [11, 4000],
    [12, 8000],
    [13, 16_000],
    [14, 30_000],
    [1000, 30_000],
  ])("after %d failures is %d ms", (count, pause) => {
    expect(pauseAfter(count, 10)).toBe(pause);
  });
});

describe("consume", () => {
  withDatabase();

  it("allows the number of the limit, then returns the seconds until the window ends", async () => {
    expect(await spendMany("mailed-link", 5)).toEqual([0, 0, 0, 0, 0]);
    expect(await consumeAt("mailed-link", seconds(600))).toBe(3000);
    expect(await consumeAt("mailed-link", seconds(3599.5))).toBe(1);
    expect(await consumeAt("mailed-link", seconds(3600))).toBe(0);
    expect(await secondsUntilAllowed("mailed-link", "ada", seconds(3600))).toBe(0);
  });

  it("begins a new window when the clock was set back, so that none is longer than it should be", async () => {
    await spendMany("mailed-link", 5);
    await spendMany("sign-in", 11);
    // Requests of the same moment can be some minutes apart.
    expect(await consumeAt("mailed-link", seconds(-240))).toBeGreaterThan(3600);
    expect(await secondsUntilAllowed("mailed-link", "ada", seconds(-240))).toBeGreaterThan(3600);
    for (const name of ["mailed-link", "sign-in"] as const) {
      expect(await secondsUntilAllowed(name, "ada", seconds(-3600))).toBe(0);
      expect(await spendMany(name, 2, seconds(-3600))).toEqual([0, 0]);
    }
    expect(await spendMany("mailed-link", 4, seconds(-3600))).toEqual([0, 0, 0, 3600]);
  });

  it("counts each limit and each party separately", async () => {
    await spendMany("mailed-link", 5);
    expect(await consumeAt("organiser-code", testNow)).toBe(0);
    expect(await transaction((tx) => consume(tx, "mailed-link", "bob", testNow))).toBe(0);
  });

  it("allows failed sign-ins beyond the tenth one at a time, after growing pauses", async () => {
    await spendMany("sign-in", 10);
    expect(await consumeAt("sign-in", testNow)).toBe(2);
    expect(await consumeAt("sign-in", seconds(1.5))).toBe(1);
    expect(await consumeAt("sign-in", seconds(2))).toBe(0);
    expect(await consumeAt("sign-in", seconds(2))).toBe(4);
    expect(await consumeAt("sign-in", seconds(6))).toBe(0);
    expect(await consumeAt("sign-in", seconds(14))).toBe(0);
    expect(await consumeAt("sign-in", seconds(30))).toBe(0);
    expect(await consumeAt("sign-in", seconds(30))).toBe(30);
    expect(await consumeAt("sign-in", seconds(60))).toBe(0);
    expect(await consumeAt("sign-in", seconds(60))).toBe(30);
    // After a quiet quarter of an hour all ten are allowed again.
    expect(await spendMany("sign-in", 11, seconds(60 + 900))).toEqual([...Array(10).fill(0), 2]);
  });

  it("gives parallel calls no extra attempts", async () => {
    const waits = await Promise.all(Array.from({ length: 40 }, () => consumeAt("sign-in", testNow)));
    expect(waits.filter((wait) => wait === 0)).toHaveLength(10);
  });

  it("would give them more if it read first and counted later", async () => {
    const looked = await Promise.all(
      Array.from({ length: 40 }, async () => {
        const wait = await secondsUntilAllowed("sign-in", "ada", testNow);
        await consumeAt("sign-in", testNow);
        return wait;
      }),
    );
    expect(looked.filter((wait) => wait === 0).length).toBeGreaterThan(10);
  });

  it("undoes one with refund and all with resetLimit", async () => {
    await spendMany("organiser-code", 10);
    await transaction((tx) => refund(tx, "organiser-code", "ada"));
    expect(await spendMany("organiser-code", 2)).toEqual([0, 3600]);
    expect(await secondsUntilAllowed("organiser-code", "ada", testNow)).toBe(3600);
    await transaction((tx) => resetLimit(tx, "organiser-code", "ada"));
    expect(await secondsUntilAllowed("organiser-code", "ada", testNow)).toBe(0);
  });
});

describe("deleteExpiredLimits", () => {
  withDatabase();

  const addRows = (count: number, expiresAt: Date) =>
    transaction(async (tx) => {
      const rows = Array.from({ length: count }, () => ({
        key: newId(),
        count: 1,
        windowStartedAt: testNow,
        lastAt: testNow,
        expiresAt,
      }));
      await tx.insert(rateLimits).values(rows);
    });
  const left = async () => (await reader().select().from(rateLimits)).length;
  const clean = () => transaction((tx) => deleteExpiredLimits(tx, testNow));

  it("deletes expired limits in bounded steps, and no others", async () => {
    await addRows(600, testNow);
    await addRows(3, seconds(1));
    expect([await clean(), await left()]).toEqual([true, 103]);
    expect([await clean(), await left()]).toEqual([false, 3]);
    expect([await clean(), await left()]).toEqual([false, 3]);
  });
});
