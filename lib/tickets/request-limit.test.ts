import { describe, expect, it } from "vitest";
import { RequestLimit } from "./request-limit";

const start = new Date("2030-01-01T12:00:00Z");
const later = (ms: number) => new Date(start.getTime() + ms);

const takeMany = (limit: RequestLimit, account: string, times: number, at: Date) =>
  Array.from({ length: times }, () => limit.take(account, at)).filter(Boolean).length;

describe("RequestLimit", () => {
  it("lets an account ask 30 times a minute and refuses the 31st", () => {
    const limit = new RequestLimit();
    expect(takeMany(limit, "ada", 30, start)).toBe(30);
    expect(limit.take("ada", later(59_999))).toBe(false);
    expect(limit.take("ada", later(60_000))).toBe(true);
    expect(takeMany(limit, "ada", 100, later(60_001))).toBe(29);
  });

  it("counts each account apart", () => {
    const limit = new RequestLimit();
    takeMany(limit, "ada", 31, start);
    expect(limit.take("bob", start)).toBe(true);
  });

  it("locks nobody out for good: what is refused does not make the wait longer", () => {
    const limit = new RequestLimit();
    takeMany(limit, "ada", 30, start);
    takeMany(limit, "ada", 500, later(59_000));
    expect(limit.take("ada", later(60_000))).toBe(true);
  });

  it("still counts those under way when it forgets the old ones of a crowd", () => {
    const limit = new RequestLimit();
    for (let i = 0; i < 10_001; i++) limit.take(`old ${i}`, start);
    takeMany(limit, "ada", 30, later(30_000));
    for (let i = 0; i < 10; i++) limit.take(`new ${i}`, later(60_000));
    expect(limit.take("ada", later(60_000))).toBe(false);
  });
});
