import { expect, it } from "vitest";
import { countScan, countSync, countUnknownDoor } from "./scan-limit";

it("allows 300 scans a minute at each door", () => {
  expect(Array.from({ length: 301 }, () => countScan("north")).indexOf(false)).toBe(300);
  expect(countScan("south")).toBe(true);
});

it("allows each client 60 addresses a minute that lead to no door", () => {
  expect(Array.from({ length: 61 }, () => countUnknownDoor("203.0.113.7")).indexOf(false)).toBe(60);
  expect(countUnknownDoor("203.0.113.8")).toBe(true);
});

it("lets each door send 60 times a minute what it did alone", () => {
  expect(Array.from({ length: 61 }, () => countSync("north")).indexOf(false)).toBe(60);
  expect(countSync("south")).toBe(true);
});
