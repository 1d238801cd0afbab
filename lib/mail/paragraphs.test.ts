import { expect, it } from "vitest";
import { paragraphsOf } from "./paragraphs";

it.each([
  ["One line.", ["One line."]],
  ["One.\n\nTwo.", ["One.", "Two."]],
  ["\n One\nand more.\r\n\r\nTwo.\n \n\t\n\nThree.\n", ["One\nand more.", "Two.", "Three."]],
  ["Dear all,\n\n- a bottle\n- a coat", ["Dear all,", "- a bottle\n- a coat"]],
])("%j has these paragraphs", (text, paragraphs) => {
  expect(paragraphsOf(text)).toEqual(paragraphs);
});
