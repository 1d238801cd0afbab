import { hkdfSync } from "node:crypto";
import { jwtDecrypt } from "jose";

let derived: { secret: string; key: Uint8Array } | undefined;

/** The key that next-auth encrypts its cookie with; derived once, where next-auth does it for each cookie. */
function keyOf(secret: string): Uint8Array {
  if (derived?.secret !== secret) {
    const key = hkdfSync("sha256", secret, "", "NextAuth.js Generated Encryption Key", 32);
    derived = { secret, key: new Uint8Array(key) };
  }
  return derived.key;
}

/**
 * The id of the session that a cookie of next-auth names; null when it is old, foreign or tampered with.
 * Does what `decode` of next-auth/jwt does at a third of its cost.
 */
export async function readSessionToken(token: string, secret: string): Promise<string | null> {
  const decrypted = await jwtDecrypt(token, keyOf(secret), { clockTolerance: 15 }).catch(() => null);
  const named = decrypted?.payload.sessionId;
  return typeof named === "string" ? named : null;
}
