import { describe, expect, it } from "vitest";
import { drawable } from "./drawable";

describe("drawable", () => {
  it.each([
    "O'Brien & Sons <b>",
    "Ünïcödé Łódź Ħal Għaxaq",
    "Ὑπατία ἡ Ἀλεξανδρεύς",
    "Вечер джаза",
    "Đêm nhạc “Jazz” – 5 €",
  ])("keeps %s", (text) => {
    expect(drawable(text)).toBe(text.normalize("NFC"));
  });

  it.each([
    ["Jazz 🎷 Night", "Jazz Night"],
    ["Coffee ☕\ufe0f & cake 👩‍🍳", "Coffee & cake"],
    ["1\ufe0f\u20e3 first", "1 first"],
    ["Cafe\u0301\u00a0noir\u200b", "Café noir"],
  ])("draws %j as %j", (text, shown) => {
    expect(drawable(text)).toBe(shown);
  });

  it.each([
    "日本語の夕べ",
    "Jazz 日本",
    "ערב ג׳אז",
    "أمسية جاز",
    "जैज़ की शाम",
    "x\u030c",
    `a${"\u0325".repeat(30)}`,
    "🎷🎺",
    "",
  ])("draws nothing of %j", (text) => {
    expect(drawable(text)).toBeNull();
  });
});
