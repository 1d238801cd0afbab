import { describe, expect, it } from "vitest";
import { awkwardEvent } from "@/tests/harness/mail-facts";
import { eventFacts } from "./event-facts";

const at = new Date("2030-01-01T12:00:00Z");
const descriptionOf = (description: string) =>
  eventFacts({ ...awkwardEvent, startsAt: at, endsAt: at, updatedAt: at, description } as never).description;

describe("the description in mails", () => {
  it("is whole up to 500 characters, and then ends with a whole word", () => {
    const whole = "word ".repeat(100);
    expect(descriptionOf(whole)).toBe(whole);
    expect(descriptionOf(`${whole}more`)).toBe(`${"word ".repeat(99)}word…`);
    expect(descriptionOf(`${"word ".repeat(98)}[a link](https://example.org)`)).toBe(
      `${"word ".repeat(97)}word [a…`,
    );
  });
});
