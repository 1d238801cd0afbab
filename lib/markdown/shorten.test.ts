import { expect, it } from "vitest";
import { shorten } from "./shorten";

it.each([
  ["a text that is short enough", "one two", 7, "one two"],
  ["a text at the end of a word", "one two three", 9, "one two…"],
  ["a text whose last word just fits", "one two three", 8, "one two…"],
  ["one long word", "abcdefgh", 5, "abcd…"],
  ["no character in half", "🎟🎟🎟🎟", 3, "🎟🎟…"],
])("shortens %s", (_, text, most, short) => {
  expect(shorten(text, most)).toBe(short);
  expect([...short].length).toBeLessThanOrEqual(most);
});
