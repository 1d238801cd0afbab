import { describe, expect, it } from "vitest";
import { cancelEventInput, editEventInput } from "@/lib/events/input";
import { resendMailInput } from "@/lib/mail/input";
import { organiserInput } from "@/lib/organisers/input";
import { newId } from "@/lib/runtime/ids";
import { cancelTicketInput } from "@/lib/tickets/input";
import { rowId, textBlock, textLine } from "./text-input";

describe("rowId", () => {
  it("accepts an id", () => {
    const id = newId();
    expect(rowId.parse(id)).toBe(id);
  });

  it.each([undefined, null, "", "a\0b", "../../etc", "x".repeat(10_000), 7, ["a"], " ", "A".repeat(20)])(
    "turns %j into an unknown id, which causes no database fault",
    (odd) => {
      expect(rowId.parse(odd)).toBe("");
    },
  );

  it("is used for the ids in every form of an event or a ticket", () => {
    const odd = { eventId: "a\0b", ticketId: "a\0b", userId: "a\0b", mailId: "a\0b" };
    const event = { name: "a", location: "a", host: "a", capacity: "1" };
    for (const input of [cancelTicketInput, editEventInput, cancelEventInput, organiserInput])
      expect(Object.values(input.parse({ ...odd, ...event }))).not.toContain("a\0b");
    expect(resendMailInput.parse(odd)).toEqual({ eventId: "", mailId: "" });
  });
});

describe("text", () => {
  it("is normalised: composed, trimmed, with single line breaks", () => {
    expect(textLine(10, "x").parse("  e\u0301 ")).toBe("é");
    expect(textBlock(10).parse(" a\r\nb\r ")).toBe("a\nb");
    expect(textBlock(10).parse(undefined)).toBe("");
  });

  it.each(["", "  ", "\u3164", "\u2800 \u200b"])(
    "of %j alone is missing, or empty where it may be",
    (blank) => {
      expect(textLine(10, "Enter it.").safeParse(blank).error?.issues[0]?.message).toBe("Enter it.");
      expect(textBlock(10).parse(blank)).toBe("");
    },
  );

  it("is measured after normalising", () => {
    expect(textLine(3, "x").safeParse("   abc   ").success).toBe(true);
    expect(textLine(3, "x").safeParse("e\u0301e\u0301e\u0301").success).toBe(true);
    expect(textLine(3, "x").safeParse("abcd").success).toBe(false);
  });
});
