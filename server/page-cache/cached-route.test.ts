import { describe, expect, it } from "vitest";
import { cachedRoutes } from "@/app/(public)/cached-routes";
import { canonicalAddress } from "./cached-route";

const event = "/events/0123456789abcdefghjk";

describe("canonicalAddress", () => {
  it.each([
    ["the list", "/", "/"],
    ["an empty query", "/?", "/"],
    ["its parameters, in one order", "/?page=2&q=jazz", "/?page=2&q=jazz"],
    ["the same in another order", "/?q=jazz&page=2", "/?page=2&q=jazz"],
    ["another spelling of the same", "/?q=%6Aazz", "/?q=jazz"],
    ["a space either way", "/?q=a+b", "/?q=a+b"],
    ["a question mark that is searched for", "/?q=why?", "/?q=why%3F"],
    ["an event", event, event],
  ])("names %s", (_, target, address) => {
    expect(canonicalAddress(cachedRoutes, target)).toBe(address);
  });

  it.each([
    ["another page", "/tickets"],
    ["an unknown parameter", "/?utm_source=mail"],
    ["an inherited name", "/?constructor=1"],
    ["a doubled parameter", "/?q=a&q=b"],
    ["an over-long search", `/?q=${"a".repeat(101)}`],
    ["an over-long page", "/?page=1000"],
    ["a parameter of the router", "/?_rsc=abc"],
    ["an event with a query", `${event}?a=1`],
    ["an id that cannot be", "/events/x"],
    ["a longer path", `${event}/edit`],
    ["other letters", event.toUpperCase()],
  ])("is null for %s", (_, target) => {
    expect(canonicalAddress(cachedRoutes, target)).toBeNull();
  });
});
