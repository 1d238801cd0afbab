import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { findBelowFloor, securityFloors } from "./security-floors";

const lockfile = JSON.parse(readFileSync("package-lock.json", "utf8"));
const manifest = JSON.parse(readFileSync("package.json", "utf8"));

describe("the lockfile", () => {
  it("has no package below its security floor", () => {
    expect(findBelowFloor(lockfile)).toEqual([]);
  });

  it.each(Object.keys(securityFloors))("has %s, so that its floor is checked", (name) => {
    expect(lockfile.packages[`node_modules/${name}`]).toBeDefined();
  });

  it("has no registry URLs", () => {
    expect(readFileSync("package-lock.json", "utf8")).not.toMatch(/"resolved"/);
  });

  it("has a checksum for every package, also for other platforms", () => {
    const packages: [string, { integrity?: string; inBundle?: boolean }][] = Object.entries(
      lockfile.packages,
    );
    const unchecked = packages.filter(([path, { integrity, inBundle }]) => path && !integrity && !inBundle);
    expect(unchecked.map(([path]) => path)).toEqual([]);
  });

  it("belongs to a package.json with exact versions", () => {
    const versions = Object.values({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(versions.filter((version) => !/^\d+\.\d+\.\d+$/.test(String(version)))).toEqual([]);
  });
});

describe("the check of floors", () => {
  it.each([
    ["an older patch", { "node_modules/next": { version: "16.4.5" } }],
    ["an older minor", { "node_modules/next": { version: "16.3.9" } }],
    ["a pre-release of the floor", { "node_modules/next": { version: "16.4.6-canary.1" } }],
    ["a nested copy", { "node_modules/next-auth/node_modules/nodemailer": { version: "7.0.0" } }],
  ])("refuses %s", (_, packages) => {
    expect(findBelowFloor({ packages })).toHaveLength(1);
  });

  it.each(["16.4.6", "16.5.0", "17.0.0"])("accepts %s", (version) => {
    expect(findBelowFloor({ packages: { "node_modules/next": { version } } })).toEqual([]);
  });
});
