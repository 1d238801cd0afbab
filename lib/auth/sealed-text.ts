import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { settings } from "@/lib/runtime/env";

const cipher = "aes-256-gcm";
const nonceLength = 12;
const tagLength = 16;

const keyFor = (purpose: string) =>
  Buffer.from(hkdfSync("sha256", settings().authSecret, "", `evento sealed text: ${purpose}`, 32));

/**
 * Encrypts a text with AES-256-GCM and a key made of AUTH_SECRET, as base64url.
 * @param owner whom it belongs to: for anybody else it cannot be opened
 */
export function sealText(purpose: string, owner: string, text: string): string {
  const nonce = randomBytes(nonceLength);
  const sealing = createCipheriv(cipher, keyFor(purpose), nonce).setAAD(Buffer.from(owner));
  const sealed = Buffer.concat([sealing.update(text, "utf8"), sealing.final()]);
  return Buffer.concat([nonce, sealing.getAuthTag(), sealed]).toString("base64url");
}

/** The text that was sealed for this purpose and owner; null for any other, and after a change of AUTH_SECRET. */
export function openText(purpose: string, owner: string, sealed: string): string | null {
  const bytes = Buffer.from(sealed, "base64url");
  if (bytes.length < nonceLength + tagLength) return null;
  const opening = createDecipheriv(cipher, keyFor(purpose), bytes.subarray(0, nonceLength), {
    authTagLength: tagLength,
  })
    .setAAD(Buffer.from(owner))
    .setAuthTag(bytes.subarray(nonceLength, nonceLength + tagLength));
  try {
    return opening.update(bytes.subarray(nonceLength + tagLength), undefined, "utf8") + opening.final("utf8");
  } catch {
    return null;
  }
}
