import { describe, expect, it } from "vitest";
import { readWebAddress } from "./contact";

describe("readWebAddress", () => {
  it.each([
    ["https://example.org", "https://example.org/"],
    ["HTTPS://Example.ORG/Chess?q=1#top", "https://example.org/Chess?q=1#top"],
    ["http://example.org:8080/a", "http://example.org:8080/a"],
    ["https://bücher.example/ä", "https://xn--bcher-kva.example/%C3%A4"],
  ])("reads %s as %s", (typed, href) => {
    expect(readWebAddress(typed)).toBe(href);
  });

  it.each([
    "javascript:alert(1)",
    "data:text/html,x",
    "ftp://example.org",
    "mailto:ada@example.org",
    "//example.org",
    "http:example.org",
    "https://",
    "https://exa mple.org/",
    "https://ada:secret@example.org/",
    "https://ada@example.org/",
    "example.org",
    "",
  ])("does not read %j", (typed) => {
    expect(readWebAddress(typed)).toBeNull();
  });
});
