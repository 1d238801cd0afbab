import { randomBytes } from "node:crypto";

const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

/** A random string of `length` characters of Crockford's base32, 5 bits each, in lower case. */
export function randomBase32(length: number): string {
  let out = "";
  for (const byte of randomBytes(length)) out += alphabet[byte & 31];
  return out;
}

/** A new row id: 20 characters, 100 random bits, so that ids tell nothing of order or number. */
export const newId = () => randomBase32(20);
