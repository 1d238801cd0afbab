import { randomFillSync } from "node:crypto";
import { base32 } from "./base32";

// Four thousand random bytes cost as much as twenty.
const drawn = Buffer.alloc(4096);
let used = drawn.length;

function drawByte(): number {
  if (used === drawn.length) {
    randomFillSync(drawn);
    used = 0;
  }
  const byte = drawn.readUInt8(used);
  // Used bytes must not stay in memory.
  drawn.writeUInt8(0, used);
  used += 1;
  return byte;
}

/** A random string of `length` characters of Crockford's base32, 5 bits each, in lower case. */
export function randomBase32(length: number): string {
  let out = "";
  for (let place = 0; place < length; place += 1) out += base32[drawByte() & 31];
  return out;
}

/** A new row id: 20 characters, 100 random bits, so that ids reveal neither order nor number. */
export const newId = () => randomBase32(20);

export const isId = (text: string) => /^[0-9a-z]{20}$/.test(text);
