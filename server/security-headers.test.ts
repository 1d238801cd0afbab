import { describe, expect, it } from "vitest";
import { contentSecurityPolicy, noncePolicy, securityHeaders } from "./security-headers";

describe("contentSecurityPolicy", () => {
  it("allows no inline style, no eval and no frame in production", () => {
    const policy = noncePolicy("abc", { dev: false });
    expect(policy).toContain("script-src 'self' 'nonce-abc' 'strict-dynamic';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("unsafe");
  });

  it("allows the scripts it is given", () => {
    expect(contentSecurityPolicy(["'sha256-a'", "'sha256-b'"], { dev: false })).toContain(
      "script-src 'self' 'sha256-a' 'sha256-b';",
    );
  });
});

describe("securityHeaders", () => {
  it("promises https only where there is https", () => {
    expect(securityHeaders({ https: false })).not.toHaveProperty("Strict-Transport-Security");
    expect(securityHeaders({ https: true })).toHaveProperty("Strict-Transport-Security");
  });
});
