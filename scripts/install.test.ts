import path from "node:path";
import { describe, expect, it } from "vitest";

const { hasPackages } = await import(path.resolve("scripts/install.mjs"));

const wanted = {
  "": {},
  "node_modules/next": { version: "16.4.6" },
  "node_modules/esbuild": { version: "0.28.2", dev: true },
  "node_modules/fsevents": { version: "2.3.3", optional: true },
  "node_modules/detect-libc": { version: "2.1.2", devOptional: true },
};
const { "node_modules/next": next, ...others } = wanted;

describe("hasPackages", () => {
  it.each([
    ["everything", wanted, true],
    ["everything but an optional package", { ...wanted, "node_modules/fsevents": undefined }, true],
    ["no tool for development", { "node_modules/next": next }, false],
    ["another version", { ...wanted, "node_modules/next": { version: "16.4.5" } }, false],
    ["one package less", others, false],
    ["nothing", {}, false],
  ])("for a build with %s", (_, installed, enough) => {
    expect(hasPackages(installed, wanted, { dev: true })).toBe(enough);
  });

  it.each([
    ["no tool for development", { "node_modules/next": next }, true],
    ["another version", { "node_modules/next": { version: "16.4.5" } }, false],
    ["nothing", {}, false],
  ])("for running with %s", (_, installed, enough) => {
    expect(hasPackages(installed, wanted, { dev: false })).toBe(enough);
  });
});
