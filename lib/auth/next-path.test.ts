import { describe, expect, it } from "vitest";
import { pathAfterSignIn, safeNext, withNext } from "./next-path";

describe("safeNext", () => {
  it.each([
    ["/", "/"],
    ["/events/abc", "/events/abc"],
    ["/?q=jazz&page=2", "/?q=jazz&page=2"],
    ["/dashboard/events/new#form", "/dashboard/events/new#form"],
    ["/events/../tickets", "/tickets"],
    ["/?at=https://example.org", "/?at=https://example.org"],
    ["/sign-inner", "/sign-inner"],
  ])("accepts %s", (given, path) => {
    expect(safeNext(given)).toBe(path);
  });

  it.each([
    undefined,
    null,
    7,
    ["/a", "/b"],
    "",
    "events",
    "https://example.org",
    "//example.org",
    "///example.org",
    "/\\example.org",
    "\\/example.org",
    "/.//example.org",
    "/x/..//example.org",
    "/%2e//example.org",
    "/a//b",
    "/\t/example.org",
    "/\n",
    "/events\r\nSet-Cookie: a=b",
    " /events",
    "javascript:alert(1)",
    "/sign-in",
    "/sign-in?next=/sign-in",
    "/./sign-in",
    "/register",
    "/verify-email?token=x",
    "/forgot-password",
    "/reset-password?token=x",
    "/api/auth/signout",
    `/${"a".repeat(1000)}`,
  ])("refuses %j", (given) => {
    expect(safeNext(given)).toBeNull();
  });
});

describe("withNext", () => {
  it.each([
    ["/sign-in", null, "/sign-in"],
    ["/sign-in", "/events/a?b=c&d", "/sign-in?next=%2Fevents%2Fa%3Fb%3Dc%26d"],
    ["/register?sent=1", "/tickets", "/register?sent=1&next=%2Ftickets"],
  ])("adds to %s the path %s", (path, next, result) => {
    expect(withNext(path, next)).toBe(result);
  });
});

describe("pathAfterSignIn", () => {
  it("is the list for attendees and the dashboard for organisers, unless there is a next path", () => {
    expect(pathAfterSignIn("attendee", null)).toBe("/");
    expect(pathAfterSignIn("organiser", null)).toBe("/dashboard");
    expect(pathAfterSignIn("organiser", "/events/a")).toBe("/events/a");
  });
});
