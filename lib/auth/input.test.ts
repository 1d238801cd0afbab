import { describe, expect, it } from "vitest";
import { emailInput } from "./input";

describe("emailInput", () => {
  it.each([
    ["ada@example.org", "ada@example.org"],
    ["  Ada.King+Tickets@Example.ORG ", "ada.king+tickets@example.org"],
    ["ａda@example.org", "ada@example.org"],
    ["o'brien@example.co.uk", "o'brien@example.co.uk"],
  ])("reads %j as %j", (given, email) => {
    expect(emailInput.parse(given)).toBe(email);
  });

  it.each([
    undefined,
    "",
    "ada",
    "ada@",
    "ada@localhost",
    "@example.org",
    "ada@@example.org",
    "ada..king@example.org",
    ".ada@example.org",
    "ada@example..org",
    "ada king@example.org",
    "ada@example.org,bob@example.org",
    "Ada <ada@example.org>",
    "ada@example.org\r\nBcc: bob@example.org",
    "ada\u0000@example.org",
    `${"a".repeat(65)}@example.org`,
    `ada@${"a.".repeat(130)}org`,
  ])("refuses %j with one sentence", (given) => {
    const parsed = emailInput.safeParse(given);
    expect(parsed.error?.issues[0]?.message).toMatch(/^(Enter|Use) .*\.?$/);
  });
});
