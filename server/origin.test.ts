import { describe, expect, it } from "vitest";
import { isOwnOrigin } from "./origin";

describe("isOwnOrigin", () => {
  it.each([
    ["https://tickets.example.org", "https://tickets.example.org", true],
    [undefined, "https://tickets.example.org", false],
    ["null", "https://tickets.example.org", false],
    ["http://tickets.example.org", "https://tickets.example.org", false],
    ["https://tickets.example.org:8443", "https://tickets.example.org", false],
    ["https://tickets.example.org.evil.example", "https://tickets.example.org", false],
    ["http://localhost", "https://tickets.example.org", false],
    ["http://localhost:3000", "http://localhost:3000", true],
    ["http://127.0.0.1:3000", "http://localhost:3000", true],
    ["http://[::1]:3000", "http://localhost:3000", true],
    ["http://localhost:3000", "http://127.0.0.1:3000", true],
    ["http://localhost", "http://127.0.0.1", true],
    ["http://localhost:3001", "http://localhost:3000", false],
    ["https://localhost:3000", "http://localhost:3000", false],
    ["http://127.0.0.2:3000", "http://localhost:3000", false],
  ])("of %s with APP_URL %s is %s", (origin, appUrl, own) => {
    expect(isOwnOrigin(origin, appUrl)).toBe(own);
  });
});
