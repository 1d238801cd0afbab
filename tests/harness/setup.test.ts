import { expect, it } from "vitest";
import { now } from "@/lib/runtime/clock";
import { testNow } from "./factories";

it.fails.each(["error", "warn"] as const)("fails a test that writes to console.%s", (level) => {
  const { [level]: write } = console;
  write("unexpected");
});

it("runs in a zone far from UTC", () => {
  expect(new Date("2030-01-01T00:00:00Z").getHours()).toBe(5);
  expect(new Date("2030-01-01T00:00:00Z").getMinutes()).toBe(45);
});

it("stops the clock at the factories' time", () => {
  expect(now()).toEqual(testNow);
});
