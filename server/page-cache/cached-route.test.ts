import { describe, expect, it } from "vitest";
import { cachedRoutes } from "@/app/(public)/cached-routes";
import { canonicalAddress, findRoute, withoutEmptyParts } from "./cached-route";

const event = "/events/0123456789abcdefghjk";

const addressOf = (target: string) => {
  const route = findRoute(cachedRoutes, target);
  return route ? canonicalAddress(route, target) : undefined;
};

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
    ["an unknown parameter without it", "/?utm_source=mail&q=a&fbclid=1", "/?q=a"],
    ["an inherited name without it", "/?constructor=1", "/"],
    ["a parameter of the router without it", "/?_rsc=abc", "/"],
    ["an event without its query", `${event}?a=1`, event],
    ["an event's calendar file", `${event}/event.ics?a=1`, `${event}/event.ics`],
    ["an event's picture", `${event}/opengraph-image-1x2y3z?0123456789`, `${event}/opengraph-image-1x2y3z`],
    [
      "the calendar with the list's filters",
      "/events.ics?to=2030-01-01&page=2&q=a",
      "/events.ics?q=a&to=2030-01-01",
    ],
    ["the feed without a page", "/events.atom?page=2", "/events.atom"],
    ["the sitemap", "/sitemap.xml?x", "/sitemap.xml"],
  ])("names %s", (_, target, address) => {
    expect(addressOf(target)).toBe(address);
  });

  it.each([
    ["a doubled parameter", "/?q=a&q=b"],
    ["an over-long search", `/?q=${"a".repeat(101)}`],
    ["an over-long page", "/?page=1000"],
  ])("is null for %s", (_, target) => {
    expect(addressOf(target)).toBeNull();
  });
});

describe("withoutEmptyParts", () => {
  const shortened = (target: string) => {
    const route = findRoute(cachedRoutes, target);
    return route && withoutEmptyParts(route, target);
  };
  it.each([
    ["/?q=&from=&to=", "/"],
    ["/?q=jazz&from=&to=", "/?q=jazz"],
    ["/?q=&utm_source=mail", "/?utm_source=mail"],
    ["/?q=jazz", null],
    ["/?other=", null],
    ["/", null],
    ["/?q=&q=jazz", null],
  ])("makes %s into %j", (target, expected) => {
    expect(shortened(target)).toBe(expected);
  });
});

describe("findRoute", () => {
  it.each([
    ["another page", "/tickets"],
    ["an id that cannot be", "/events/x"],
    ["a longer path", `${event}/edit`],
    ["a file that only begins like one", `${event}/event.ics.bak`],
    ["a private calendar", "/feeds/tickets/ada.secret.ics"],
    ["other letters", event.toUpperCase()],
  ])("finds none for %s", (_, target) => {
    expect(findRoute(cachedRoutes, target)).toBeUndefined();
  });
});
