import { describe, expect, it } from "vitest";
import { Busy } from "@/lib/runtime/busy";
import { hashPassword, isOutdated, verifyPassword } from "./password-hash";

describe("hashPassword", () => {
  it("makes an argon2id hash with today's parameters that only its password matches", async () => {
    const passwordHash = await hashPassword("violet kettle morning 7");
    expect(passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(isOutdated(passwordHash)).toBe(false);
    expect(await verifyPassword("violet kettle morning 7", passwordHash)).toBe(true);
    expect(await verifyPassword("violet kettle morning 8", passwordHash)).toBe(false);
  });

  it("throws Busy when its queue is full, and works again afterwards", async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 300 }, () => hashPassword("x")));
    const refused = outcomes.filter((outcome) => outcome.status === "rejected");
    expect(refused).toHaveLength(300 - 2 - 256);
    expect(refused.every((outcome) => outcome.reason instanceof Busy)).toBe(true);
    expect(await hashPassword("x")).toMatch(/^\$argon2id/);
  }, 60_000);
});

describe("verifyPassword", () => {
  it.each([undefined, "", "nobody-can-sign-in"])("is false for the stored hash %j", async (passwordHash) => {
    expect(await verifyPassword("anything", passwordHash)).toBe(false);
  });
});

describe("isOutdated", () => {
  it.each([
    ["$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaA", false],
    ["$argon2id$v=19$m=65536,t=3,p=1$c2FsdHNhbHQ$aGFzaA", false],
    ["$argon2id$v=19$m=8192,t=2,p=1$c2FsdHNhbHQ$aGFzaA", true],
    ["$argon2id$v=19$m=19456,t=1,p=1$c2FsdHNhbHQ$aGFzaA", true],
    ["$argon2i$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaA", true],
    ["$2b$12$abcdefghijklmnopqrstuv", true],
  ])("%s: %s", (passwordHash, outdated) => {
    expect(isOutdated(passwordHash)).toBe(outdated);
  });
});
