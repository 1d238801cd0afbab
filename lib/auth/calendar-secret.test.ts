import { describe, expect, it } from "vitest";
import { calendarSecret, claimedOwner, opensCalendar } from "./calendar-secret";
import { linkToken } from "./link-token";

const ada = { id: "ada00000000000000000", calendarVersion: 0 };
const secret = calendarSecret(ada);

describe("the secret of a private calendar", () => {
  it("opens the calendar of its account, and is the same each time", () => {
    expect(opensCalendar(secret, ada)).toBe(true);
    expect(calendarSecret(ada)).toBe(secret);
    expect(claimedOwner(secret)).toBe(ada.id);
    expect(secret).toMatch(/^ada0{17}\.[\w-]{43}$/);
  });

  it.each([
    ["of another version", calendarSecret({ ...ada, calendarVersion: 1 })],
    ["of another account", calendarSecret({ ...ada, id: "eve00000000000000000" })],
    [
      "of another account under this name",
      secret.replace(/\..*/, calendarSecret({ ...ada, id: "eve00000000000000000" }).slice(20)),
    ],
    ["for another purpose", linkToken("reset-password", ada.id)],
    ["cut short", secret.slice(0, -1)],
    ["with something behind it", `${secret}.x`],
    ["without a signature", ada.id],
    ["that is empty", ""],
  ])("does not open it %s", (_, wrong) => {
    expect(opensCalendar(wrong, ada)).toBe(false);
  });
});
