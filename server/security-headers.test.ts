import { describe, expect, it } from "vitest";
import { contentSecurityPolicy, noncePolicy, securityHeaders } from "./security-headers";

describe("contentSecurityPolicy", () => {
  it("allows no inline style, no eval and no frame in production", () => {
    const policy = noncePolicy("abc", { dev: false });
    expect(policy).toContain("script-src 'self' 'nonce-abc' 'strict-dynamic';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("unsafe");
  });

  it("allows WebAssembly where barcodes are scanned, and nowhere else", () => {
    expect(noncePolicy("abc", { dev: false, scanner: true })).toContain(
      "script-src 'self' 'nonce-abc' 'strict-dynamic' 'wasm-unsafe-eval';",
    );
  });

  it("allows the scripts it is given", () => {
    expect(contentSecurityPolicy(["'sha256-a'", "'sha256-b'"], { dev: false })).toContain(
      "script-src 'self' 'sha256-a' 'sha256-b';",
    );
  });
});

describe("securityHeaders", () => {
  it("allow the camera where barcodes are scanned, and nowhere else", () => {
    const cameraOf = (scanner?: boolean) =>
      /camera=\(.*?\)/.exec(securityHeaders({ https: true, scanner })["Permissions-Policy"] ?? "")?.[0];
    expect([cameraOf(), cameraOf(false), cameraOf(true)]).toEqual([
      "camera=()",
      "camera=()",
      "camera=(self)",
    ]);
  });

  it("allow passkeys to be used or made where that is meant, and nowhere else", () => {
    const policyOf = (passkeys?: "get" | "create") =>
      securityHeaders({ https: true, passkeys })["Permissions-Policy"]?.match(/publickey[^,]*/g);
    const [create, get] = ["publickey-credentials-create", "publickey-credentials-get"];
    expect(policyOf()).toEqual([`${create}=()`, `${get}=()`]);
    expect(policyOf("get")).toEqual([`${create}=()`, `${get}=(self)`]);
    expect(policyOf("create")).toEqual([`${create}=(self)`, `${get}=()`]);
  });

  it("promises https only where there is https", () => {
    expect(securityHeaders({ https: false })).not.toHaveProperty("Strict-Transport-Security");
    expect(securityHeaders({ https: true })).toHaveProperty("Strict-Transport-Security");
  });
});
