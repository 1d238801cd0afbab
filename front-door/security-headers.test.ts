import { describe, expect, it } from "vitest";
import { securityHeaders } from "./security-headers";

describe("securityHeaders", () => {
  const headers = securityHeaders({ nonce: "abc", https: false, dev: false });

  it("allows no inline style, no eval and no frame in production", () => {
    expect(headers["Content-Security-Policy"]).toContain("script-src 'self' 'nonce-abc'");
    expect(headers["Content-Security-Policy"]).toContain("frame-ancestors 'none'");
    expect(headers["Content-Security-Policy"]).not.toContain("unsafe");
  });

  it("promises https only where there is https", () => {
    expect(headers).not.toHaveProperty("Strict-Transport-Security");
    expect(securityHeaders({ nonce: "abc", https: true, dev: false })).toHaveProperty(
      "Strict-Transport-Security",
    );
  });
});
