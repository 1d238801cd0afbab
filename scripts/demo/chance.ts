const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

/** 32 bits that look random and are always the same for the same numbers. */
function mix(...numbers: number[]): number {
  let bits = 0x9e3779b9;
  for (const number of numbers) {
    bits = Math.imul(bits ^ number, 0x85ebca6b);
    bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
    bits ^= bits >>> 16;
  }
  return bits >>> 0;
}

/** A number from 0 up to 1, always the same for the same numbers. */
export const chance = (...about: number[]) => mix(...about) / 2 ** 32;

/** One of several, always the same for the same numbers. */
export function pick<Value>(from: readonly Value[], ...about: number[]): Value {
  const picked = from[mix(...about) % from.length];
  if (picked === undefined) throw new Error("There is nothing to pick from.");
  return picked;
}

function spell(number: number, characters: number): string {
  let out = "";
  for (let place = characters - 1; place >= 0; place--)
    out += alphabet[Math.floor(number / 32 ** place) % 32];
  return out;
}

/** The id of the `n`th row of its kind. Ids ascend with `n`, so that a table fills from end to end. */
export const idOf = (kind: number, n: number) =>
  spell(n, 7) + spell(mix(kind, n, 1), 6) + spell(mix(kind, n, 2), 7);

/** The code of the `n`th ticket: unlike ids in no order, as codes are. */
export const codeOf = (n: number) =>
  (spell(Math.imul(n, 0x9e3779b1) >>> 0, 7) + spell(mix(n, 3), 6) + spell(mix(n, 4), 3)).toUpperCase();
