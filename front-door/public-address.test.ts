import { describe, expect, it } from "vitest";
import { publicAddress } from "./public-address";

const event = "/events/0123456789abcdefghjk";

describe("publicAddress", () => {
  it.each([
    ["the list", "/", "/"],
    ["an empty query", "/?", "/"],
    ["its parameters, in one order", "/?page=2&q=jazz", "/?page=2&q=jazz"],
    ["the same in another order", "/?q=jazz&page=2", "/?page=2&q=jazz"],
    ["another spelling of the same", "/?q=%6Aazz", "/?q=jazz"],
    ["a space either way", "/?q=a+b", "/?q=a+b"],
    ["an event", event, event],
  ])("names %s", (_, target, name) => {
    expect(publicAddress(target)).toBe(name);
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
  ])("keeps nothing of %s", (_, target) => {
    expect(publicAddress(target)).toBeNull();
  });
});
