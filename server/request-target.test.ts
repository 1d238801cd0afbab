import { describe, expect, it } from "vitest";
import { isWellFormedTarget } from "./request-target";

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
