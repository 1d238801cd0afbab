import { createCipheriv, hkdfSync, randomBytes } from "node:crypto";
import { decode, encode } from "next-auth/jwt";
import { describe, expect, it } from "vitest";
import { decodeSession, readSessionId } from "./session-cookie";

const secret = String(process.env.AUTH_SECRET);

/** A token with the right key and any header, as `jose` would accept it. */
function encrypt(header: object, claims: object, withSecret = secret): string {
  const key = hkdfSync("sha256", withSecret, "", "NextAuth.js Generated Encryption Key", 32);
  const start = Buffer.from(JSON.stringify(header)).toString("base64url");
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", Buffer.from(key), iv).setAAD(Buffer.from(start));
  const body = Buffer.concat([cipher.update(JSON.stringify(claims)), cipher.final()]);
  const parts = [iv, body, cipher.getAuthTag()].map((part) => part.toString("base64url"));
  return `${start}..${parts.join(".")}`;
}

describe("the session cookie", () => {
  const header = { alg: "dir", enc: "A256GCM" };

  it("is read when next-auth made it, and when it looks the same", async () => {
    const sessionId = "a".repeat(20);
    expect(await readSessionId(await encode({ token: { sessionId }, secret }))).toBe(sessionId);
    expect(await readSessionId(encrypt(header, { sessionId }))).toBe(sessionId);
  });

  it.each([
    ["with another header", encrypt({ ...header, typ: "JWT" }, { sessionId: "a" })],
    ["with the header in another order", encrypt({ enc: "A256GCM", alg: "dir" }, { sessionId: "a" })],
    ["longer than any of ours", encrypt(header, { sessionId: "a", more: "x".repeat(400) })],
  ])("is refused unread %s, though next-auth would read it", async (_, token) => {
    expect(await decode({ token, secret })).toMatchObject({ sessionId: "a" });
    expect(await decodeSession({ token, secret })).toBeNull();
  });

  it.each([
    ["none", undefined],
    ["empty", ""],
    ["no token", "evil"],
    ["expired", encrypt(header, { sessionId: "a", exp: 1 })],
    ["without an id", encrypt(header, { sessionId: 7 })],
    ["made with another secret", encrypt(header, { sessionId: "a" }, "another secret")],
  ])("names no session when it is %s", async (_, token) => {
    expect(await readSessionId(token)).toBeNull();
  });
});
