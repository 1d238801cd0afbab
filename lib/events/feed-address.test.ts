import { describe, expect, it } from "vitest";
import { feedAddress } from "./feed-address";
import { feedInput } from "./input";

describe("feedAddress", () => {
  it("has no empty parts", () => {
    expect(feedAddress("ics", {})).toBe("/events.ics");
    expect(feedAddress("atom", { q: "", from: undefined })).toBe("/events.atom");
  });

  it("carries the filters, which read back as they were", () => {
    const filter = { q: "O'Brien & Sons +1", from: "2030-02-01", to: "2030-03-01" };
    const address = feedAddress("ics", filter);
    expect(address).toBe("/events.ics?q=O%27Brien+%26+Sons+%2B1&from=2030-02-01&to=2030-03-01");
    const { searchParams } = new URL(address, "http://localhost");
    expect(feedInput.parse(Object.fromEntries(searchParams))).toEqual(filter);
  });
});
