import { parseSetCookie } from "cookie";
import { describe, expect, it } from "vitest";
import { knownBrowserCookie, readKnownBrowser } from "./known-browser";
import { linkToken } from "./link-token";

const made = () => parseSetCookie(knownBrowserCookie("ada"));

describe("knownBrowserCookie", () => {
  it("names the account and the browser for a year, to the server alone", () => {
    const { value, ...attributes } = made();
    expect(readKnownBrowser(value)).toEqual({ userId: "ada", id: expect.stringMatching(/^[0-9a-z]{20}$/) });
    expect(attributes).toEqual({
      name: "evento.known-browser",
      path: "/",
      httpOnly: true,
      sameSite: "lax",
      maxAge: 31_536_000,
    });
    expect(made().value).not.toBe(value);
  });
});

describe("readKnownBrowser", () => {
  it.each([
    ["no cookie", undefined],
    ["another account", made().value?.replace("ada-", "bob-")],
    ["a forged signature", `${made().value?.slice(0, -1)}!`],
    ["a signature for another purpose", linkToken("reset-password", "ada-0123456789abcdefghjk")],
    ["anything else", "a.b"],
  ])("is null for %s", (_, cookie) => {
    expect(readKnownBrowser(cookie)).toBeNull();
  });
});
