import { base32 } from "@/lib/runtime/base32";

/**
 * The list of tickets that a door stores for when there is no network, as bytes; numbers are big-endian:
 *
 * - `EVL2`, the time it was made in ms (8 bytes), a salt of its own (16), the number of entries (4) and the length of
 *   each box (2)
 * - the marks of all entries, 6 bytes each, ascending
 * - the boxes, in the same order
 *
 * SHA-512 of salt and code gives the mark, by which an entry is found, and the key of its box. A box is AES-256-GCM
 * with a tag of 12 bytes; its nonce is zero, because each key encrypts one box. So nothing in the list can be read, and
 * no ticket be found, without a ticket's code of 80 random bits. Entries that belong to no ticket hide their number;
 * all boxes of a list are equally long, or the lengths would tell which ones those are.
 */
export const listFormat = { magic: "EVL2", header: 34, salt: 16, mark: 6, tag: 12 } as const;

/** What the box of a ticket contains. */
export type ListedTicket = {
  ticketId: string;
  name: string;
  state: "active" | "checked-in" | "cancelled" | "taken-back" | "event-cancelled";
  /** When it came into that state, in ms; 0 for an active one. */
  at: number;
  /** Where it was checked in, else empty. */
  door: string;
};

const states: ListedTicket["state"][] = [
  "active",
  "checked-in",
  "cancelled",
  "taken-back",
  "event-cancelled",
];

/** An id of 20 characters of 5 bits each, as 13 bytes. */
function packId(id: string): Uint8Array {
  const bytes = new Uint8Array(13);
  for (let n = 0; n < 100; n += 1) {
    const letter = base32.indexOf(id[Math.floor(n / 5)] ?? "0");
    if ((letter >> (4 - (n % 5))) & 1) bytes[n >> 3] = (bytes[n >> 3] ?? 0) | (128 >> (n & 7));
  }
  return bytes;
}

function unpackId(bytes: Uint8Array): string {
  const bit = (n: number) => ((bytes[n >> 3] ?? 0) >> (7 - (n & 7))) & 1;
  const letter = (n: number) => [0, 1, 2, 3, 4].reduce((sum, each) => sum * 2 + bit(n * 5 + each), 0);
  return Array.from({ length: 20 }, (_, n) => base32[letter(n)]).join("");
}

const encoder = new TextEncoder();

/** A text in at most so many bytes; one that is longer ends with an ellipsis. */
function shortened(text: string, most: number): Uint8Array {
  const whole = encoder.encode(text);
  if (whole.length <= most) return whole;
  const ellipsis = "…";
  const room = new Uint8Array(most - encoder.encode(ellipsis).length);
  return encoder.encode(text.slice(0, encoder.encodeInto(text, room).read) + ellipsis);
}

/**
 * A ticket in `length` bytes: state, time in s (4), id (13), door and name with a line break between, and zeros. The
 * door has at most a third of the place of the two.
 */
export function packTicket({ ticketId, name, state, at, door }: ListedTicket, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  bytes[0] = states.indexOf(state);
  new DataView(bytes.buffer).setUint32(1, Math.floor(at / 1000));
  bytes.set(packId(ticketId), 5);
  const where = shortened(door, Math.floor((length - 18) / 3));
  const nameAt = 18 + where.length + 1;
  // A line break between the two.
  bytes.set([...where, 10, ...shortened(name, length - nameAt)], 18);
  return bytes;
}

/** The ticket that `packTicket` made bytes of. */
export function unpackTicket(bytes: Uint8Array): ListedTicket {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const words = new TextDecoder().decode(bytes.subarray(18)).replace(/\0+$/, "");
  const [door = "", name = ""] = words.split("\n");
  return {
    state: states[bytes[0] ?? 0] ?? "active",
    at: view.getUint32(1) * 1000,
    ticketId: unpackId(bytes.subarray(5, 18)),
    door,
    name,
  };
}
