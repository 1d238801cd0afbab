import { expect, it } from "vitest";
import { makeDoorPassInput } from "./input";

const eventId = "0123456789abcdefghjk";

it("takes a name for a door, but not that of the organisers' own door", () => {
  expect(makeDoorPassInput.safeParse({ eventId, door: " North " }).data?.door).toBe("North");
  for (const door of ["Organisers", "organisers ", ""])
    expect(makeDoorPassInput.safeParse({ eventId, door }).success, door).toBe(false);
});
