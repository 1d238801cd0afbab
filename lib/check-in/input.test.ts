import { expect, it } from "vitest";
import { newId } from "@/lib/runtime/ids";
import { makeDoorPassInput, scanMessage, syncMessage } from "./input";

const eventId = "0123456789abcdefghjk";

it("takes a name for a door, but not that of the organisers' own door", () => {
  expect(makeDoorPassInput.safeParse({ eventId, door: " North " }).data?.door).toBe("North");
  for (const door of ["Organisers", "organisers ", ""])
    expect(makeDoorPassInput.safeParse({ eventId, door }).success, door).toBe(false);
});

it.each([
  ["\u202aCall 020 7946 0000\u202c", "Call 020 7946 0000"],
  ["broken\tand\nlong".padEnd(300, "x"), "broken and long".padEnd(200, "x")],
  ["\ud800", "\ufffd"],
  [" \u200b ", ""],
  [7, ""],
  [undefined, ""],
])("takes what it can of the reason %j from a scanner, whose tickets must not wait", (reason, kept) => {
  const nonce = newId();
  const at = "2030-02-01T18:00:00.000Z";
  const undo = { kind: "undo", nonce, at, reason };
  expect(syncMessage.parse({ sentAt: at, done: [undo] }).done[0]).toMatchObject({ reason: kept });
  expect(scanMessage.parse({ code: "x", nonce, reason }).reason).toBe(kept);
});
