import { describe, expect, it } from "vitest";
import { defaultHost } from "./default-host";

describe("defaultHost", () => {
  it.each([
    ["Grace Hopper", "Grace Hopper"],
    ["x".repeat(80), "x".repeat(80)],
    ["x".repeat(100), "x".repeat(80)],
    [`${"x".repeat(79)} yz`, "x".repeat(79)],
    [`${"x".repeat(79)}🎉`, "x".repeat(79)],
    [`${"x".repeat(78)}🎉y`, `${"x".repeat(78)}🎉`],
  ])("of %j is %j", (name, host) => {
    expect(defaultHost({ name })).toBe(host);
  });
});
