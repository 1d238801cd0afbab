import { describe, expect, it } from "vitest";
import { isVisible } from "./visible-text";

describe("isVisible", () => {
  it.each(["a", "李", "7", "-", "&", "❤️", "👩‍💻", "🇬🇧", "\u3164a", "e\u0301", "ـ"])(
    "is true for %j",
    (text) => {
      expect(isVisible(text)).toBe(true);
    },
  );

  it.each([
    ["nothing", ""],
    ["spaces of all kinds", " \t\n\u00a0\u2003\u3000\u1680\u2028"],
    ["the Hangul filler", "\u3164"],
    ["the half-width Hangul filler", "\uffa0"],
    ["the fillers of Hangul syllables", "\u115f\u1160"],
    ["the empty Braille pattern", "\u2800"],
    ["zero-width characters", "\u200b\u200c\u200d\u2060\ufeff"],
    ["the soft hyphen", "\u00ad"],
    ["the Mongolian vowel separator", "\u180e"],
    ["variation selectors and tags", "\ufe0f\u{e0061}\u{e0100}"],
    ["a mark without a letter", "\u0301"],
    ["control characters", "\u0000\u007f"],
    ["private characters", "\ue000"],
    ["several of them", " \u3164\u2800\u200b "],
  ])("is false for %s", (_, text) => {
    expect(isVisible(text)).toBe(false);
  });
});
