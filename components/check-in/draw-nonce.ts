import { base32 } from "@/lib/runtime/base32";

/** A new nonce in the form of an id: 20 random characters. */
export const drawNonce = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(20)), (byte) => base32[byte & 31]).join("");
