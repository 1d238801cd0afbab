import { describe, expect, it } from "vitest";
import { countTicketRequest } from "./request-limit";

const count = (account: string, times: number) =>
  Array.from({ length: times }, () => countTicketRequest(account)).filter(Boolean).length;

describe("countTicketRequest", () => {
  it("allows an account 30 requests in a minute, whatever others do", () => {
    expect(count("ada", 29)).toBe(29);
    expect(count("bob", 31)).toBe(30);
    expect(count("ada", 2)).toBe(1);
  });
});
