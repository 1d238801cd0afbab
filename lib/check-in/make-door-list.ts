import { createCipheriv, createHash, randomBytes } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import { type ListedTicket, listFormat, packTicket } from "./door-list-format";
import { type VoidReason, voidReasons } from "./verdict";

type Ticket = {
  id: string;
  code: string;
  name: string;
  voidedAt: Date | null;
  voidedBecause: VoidReason | null;
  checkedInAt: Date | null;
  door: string | null;
};

function toListed({ id, name, voidedAt, voidedBecause, checkedInAt, door }: Ticket): ListedTicket {
  const listed = { ticketId: id, name, door: door ?? "" };
  if (voidedAt && voidedBecause)
    return { ...listed, state: voidReasons[voidedBecause], at: voidedAt.getTime() };
  if (checkedInAt) return { ...listed, state: "checked-in", at: checkedInAt.getTime() };
  return { ...listed, state: "active", at: 0 };
}

type Entry = { mark: Buffer; box: Buffer };

const byMark = (entries: Entry[]) =>
  entries
    // Numbers are sorted many times faster than buffers.
    .map((entry) => [entry.mark.readUIntBE(0, listFormat.mark), entry] as const)
    .sort(([a], [b]) => a - b)
    .map(([, entry]) => entry);

const iv = Buffer.alloc(12);

function toEntry(salt: Buffer, ticket: Ticket): Entry {
  const digest = createHash("sha512").update(salt).update(ticket.code).digest();
  const options = { authTagLength: listFormat.tag };
  const cipher = createCipheriv("aes-256-gcm", digest.subarray(32), iv, options);
  const text = cipher.update(packTicket(toListed(ticket)));
  return {
    mark: digest.subarray(0, listFormat.mark),
    box: Buffer.concat([text, cipher.final(), cipher.getAuthTag()]),
  };
}

/** The numbers of entries that lists have: so a list tells of the tickets only which of these comes next. */
export const listSizes = [1_024, 4_096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304] as const;

/** How many entries are made before other work has its turn, some 2 ms later. */
const atOnce = 200;

/**
 * The list of tickets for a door without a network, by lib/check-in/door-list-format.ts. Each has a salt of its own, so
 * no two lists have anything in common.
 */
export async function makeDoorList(tickets: AsyncIterable<Ticket[]>, madeAt: Date): Promise<Buffer> {
  const salt = randomBytes(listFormat.salt);
  const entries: Entry[] = [];
  for await (const some of tickets)
    for (const ticket of some) {
      entries.push(toEntry(salt, ticket));
      if (entries.length % atOnce === 0) await nextTurn();
    }
  const size = listSizes.find((each) => each > entries.length) ?? entries.length;
  const usual = entries.map(({ box }) => box.length);
  for (let n = entries.length; n < size; n += 1) {
    // As long as that of a ticket, if there is one.
    const length = usual[n % Math.max(1, usual.length)] ?? 32 + listFormat.tag;
    const random = randomBytes(listFormat.mark + length);
    entries.push({ mark: random.subarray(0, listFormat.mark), box: random.subarray(listFormat.mark) });
    if (n % atOnce === 0) await nextTurn();
  }
  const sorted = byMark(entries);
  await nextTurn();
  const lengths = Buffer.alloc(size * listFormat.length);
  for (const [n, { box }] of sorted.entries()) lengths.writeUInt16BE(box.length, n * listFormat.length);
  const marks = Buffer.concat(sorted.map(({ mark }) => mark));
  await nextTurn();
  const boxes = Buffer.concat(sorted.map(({ box }) => box));
  return Buffer.concat([headerOf(madeAt, salt, size), marks, lengths, boxes]);
}

function headerOf(madeAt: Date, salt: Buffer, count: number): Buffer {
  const header = Buffer.alloc(listFormat.header);
  header.write(listFormat.magic, "latin1");
  header.writeBigUInt64BE(BigInt(madeAt.getTime()), 4);
  salt.copy(header, 12);
  header.writeUInt32BE(count, 28);
  return header;
}
