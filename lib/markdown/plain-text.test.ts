import { describe, expect, it } from "vitest";
import { plainText } from "./plain-text";

describe("plainText", () => {
  it.each([
    ["", ""],
    ["one\ntwo\n\nthree", "one\ntwo\n\nthree"],
    ["# Menu\n\n**Soup** and *bread*", "Menu\n\nSoup and bread"],
    ["- a\n- b\n  1. c\n  2. d", "- a\n- b\n  1. c\n  2. d"],
    ["9. a\n10. b", "9. a\n10. b"],
    ["[the menu](https://example.org/menu)", "the menu (https://example.org/menu)"],
    ["https://example.org/menu", "https://example.org/menu"],
    ["ada@example.org", "ada@example.org"],
    ["www.example.org", "www.example.org"],
    ["[x](javascript:alert(1))", "x"],
    ["<b>O'Brien</b> & 100% \\*live\\*", "<b>O'Brien</b> & 100% *live*"],
  ])("turns %j into %j", (markdown, text) => {
    expect(plainText(markdown)).toBe(text);
  });
});
