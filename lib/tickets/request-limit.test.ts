import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { countTicketRequest } from "./request-limit";

const count = (account: string, event: string, times: number) =>
  Array.from({ length: times }, () => countTicketRequest(account, event)).filter((wait) => wait === 0).length;

let at = 1;

beforeEach(() => {
  // The cache looks at the clock anew after a timer.
  vi.useFakeTimers({ toFake: ["setTimeout"] });
  vi.spyOn(performance, "now").mockImplementation(() => at);
});

afterEach(() => {
  vi.runAllTimers();
  vi.useRealTimers();
});

describe("countTicketRequest", () => {
  it("allows an account 30 requests in a minute, whatever others do", () => {
    expect(count("ada", "jazz", 29)).toBe(29);
    expect(count("bob", "jazz", 31)).toBe(30);
    expect(count("ada", "blues", 2)).toBe(1);
    expect(countTicketRequest("ada", "blues")).toBeLessThanOrEqual(60);
  });

  it("allows an account 60 requests for one event in a day, and others still", () => {
    const hours = (count: number) => {
      at += count * 3_600_000;
      vi.runAllTimers();
    };
    for (const asked of [25, 25, 10]) {
      expect(count("eve", "jazz", asked)).toBe(asked);
      hours(1);
    }
    expect(countTicketRequest("eve", "jazz")).toBe(21 * 3_600);
    expect(count("eve", "blues", 1)).toBe(1);
    hours(21);
    expect(count("eve", "jazz", 1)).toBe(1);
  });
});
