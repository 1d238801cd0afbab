import { describe, expect, it } from "vitest";
import { areRouterHeadersWellFormed, isWellFormedTarget } from "./request-shape";

describe("isWellFormedTarget", () => {
  it.each(["/", "/events/abc?q=caf%C3%A9", "/?q=%", "/?q=%00", "/a//b", "/%25", "/_next/static/x.js"])(
    "accepts %s",
    (target) => expect(isWellFormedTarget(target)).toBe(true),
  );

  it.each([
    "",
    "*",
    "http://evil.example/",
    "//evil.example",
    "/%2Fevil.example",
    "/\\evil.example",
    "/%5Cevil.example",
    "/%E0%A4%A",
    "/a%00b",
    "/a%0Ab",
    "/%",
    "@evil.example/",
  ])("refuses %s", (target) => expect(isWellFormedTarget(target)).toBe(false));
});

describe("areRouterHeadersWellFormed", () => {
  const state = (value: unknown) => ({ "next-router-state-tree": encodeURIComponent(JSON.stringify(value)) });

  it.each([
    {},
    state(["", { children: ["__PAGE__", {}] }]),
    state(["", { children: [["id", "7", "d", null], { children: ["__PAGE__", {}] }] }, null, null, 1]),
    { "next-action": "40".padEnd(42, "a") },
  ])("accepts %j", (headers) => expect(areRouterHeadersWellFormed(headers)).toBe(true));

  it.each([
    { "next-router-state-tree": "%%%" },
    { "next-router-state-tree": "[" },
    state("text"),
    state(["", { children: 1 }]),
    { "next-action": "" },
    { "next-action": "toString" },
    { "next-action": "Z".repeat(42) },
  ])("refuses %j", (headers) => expect(areRouterHeadersWellFormed(headers)).toBe(false));
});
