import { describe, expect, it } from "vitest";
import { newId } from "@/lib/runtime/ids";
import { groupCode, newTicketCode } from "./ticket-code";

const many = <T>(make: () => T) => Array.from({ length: 2000 }, make);

describe("newTicketCode", () => {
  it("is 16 characters of Crockford's base32, and each character occurs", () => {
    const codes = many(newTicketCode);
    for (const code of codes) expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{16}$/);
    expect(new Set(codes.join("")).size).toBe(32);
  });

  it("never repeats", () => {
    expect(new Set(many(newTicketCode)).size).toBe(2000);
  });
});

describe("groupCode", () => {
  it("groups the characters by four", () => {
    expect(groupCode("ABCDEFGHJKMNPQRS")).toBe("ABCD EFGH JKMN PQRS");
    const code = newTicketCode();
    expect(groupCode(code).replaceAll(" ", "")).toBe(code);
  });
});

describe("newId", () => {
  it("is 20 lower-case characters in no order", () => {
    const ids = many(newId);
    for (const id of ids) expect(id).toMatch(/^[0-9a-hjkmnp-tv-z]{20}$/);
    expect(new Set(ids).size).toBe(2000);
    expect(ids).not.toEqual([...ids].sort());
  });
});
