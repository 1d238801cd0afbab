import { describe, expect, it } from "vitest";
import { isInternalTarget, isWellFormedTarget } from "./request-target";

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

describe("isInternalTarget", () => {
  it.each([
    "/_global-error",
    "/_not-found?a=b",
    "/_error",
    "/_next/image?url=x",
    "/_next/data/x.json",
    "/500",
  ])("is true for %s", (target) => expect(isInternalTarget(target)).toBe(true));

  it.each(["/", "/_next/static/a.js", "/500-years", "/events/_global-error", "/404"])(
    "is false for %s",
    (target) => expect(isInternalTarget(target)).toBe(false),
  );
});
