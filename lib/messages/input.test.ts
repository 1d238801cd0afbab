import { describe, expect, it } from "vitest";
import { messageForm } from "./input";

const message = {
  ...{ intent: "send", eventId: "0123456789abcdefghjk", messageId: "0123456789abcdefghjm" },
  ...{ audience: "holders", subject: " Doors open ", body: "One.\r\n\r\nTwo.\r\n" },
};

/** The messages beside the fields. */
const errorsOf = (change: Record<string, string>) =>
  Object.fromEntries(
    (messageForm.safeParse({ ...message, ...change }).error?.issues ?? []).map((issue) => [
      issue.path[0],
      issue.message,
    ]),
  );

describe("a message", () => {
  it("is trimmed and has one kind of line breaks", () => {
    expect(messageForm.parse(message)).toMatchObject({ subject: "Doors open", body: "One.\n\nTwo." });
    expect(errorsOf({ subject: "x".repeat(120), body: "x".repeat(5_000) })).toEqual({});
  });

  it.each([
    [{ subject: "" }, { subject: "Enter a subject." }],
    [{ subject: "\u200b" }, { subject: "Enter a subject." }],
    [{ subject: "x".repeat(121) }, { subject: "Use at most 120 characters." }],
    [{ subject: "Doors\nBcc: all@example.org" }, { subject: expect.stringContaining("one line") }],
    [{ body: " \n " }, { body: "Enter a message." }],
    [{ body: "x".repeat(20_000) }, { body: "Use at most 5,000 characters." }],
    [{ body: "\u0007" }, { body: expect.stringContaining("plain text") }],
    [{ audience: "everybody" }, { audience: "Choose whom the message is for." }],
  ])("is refused with %j", (change, errors) => {
    expect(errorsOf(change)).toEqual(errors);
  });

  it("is only previewed when it is not clear that it is to be sent", () => {
    expect(messageForm.parse({ ...message, intent: "x" }).intent).toBe("preview");
    expect(messageForm.parse({ ...message, intent: undefined }).intent).toBe("preview");
  });
});
