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

function toEntry(salt: Buffer, ticket: Ticket, length: number): Entry {
  const digest = createHash("sha512").update(salt).update(ticket.code).digest();
  const options = { authTagLength: listFormat.tag };
  const cipher = createCipheriv("aes-256-gcm", digest.subarray(32), iv, options);
  const text = cipher.update(packTicket(toListed(ticket), length));
  return {
    mark: digest.subarray(0, listFormat.mark),
    box: Buffer.concat([text, cipher.final(), cipher.getAuthTag()]),
  };
}

/** Like the entry of a ticket, but of none. */
function emptyEntry(length: number): Entry {
  const random = randomBytes(listFormat.mark + length + listFormat.tag);
  return { mark: random.subarray(0, listFormat.mark), box: random.subarray(listFormat.mark) };
}

/** The numbers of entries that lists have: so a list tells of the tickets only which of these comes next. */
export const listSizes = [1_024, 4_096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304] as const;

/**
 * How many bytes each ticket has in a list of so many entries: enough for most names and doors, but so few in a large
 * list that 50,000 tickets take 4 MB.
 */
function ticketLength(entries: number): number {
  if (entries <= 4_096) return 120;
  return entries <= 16_384 ? 64 : 43;
}

/** How many entries are made before other work has its turn, some 2 ms later. */
const atOnce = 200;

/**
 * The list of tickets for a door without a network, by lib/check-in/door-list-format.ts. Each has a salt of its own, so
 * no two lists have anything in common.
 */
export async function makeDoorList(tickets: AsyncIterable<Ticket[]>, madeAt: Date): Promise<Buffer> {
  const all: Ticket[] = [];
  for await (const some of tickets) all.push(...some);
  const salt = randomBytes(listFormat.salt);
  const size = listSizes.find((each) => each > all.length) ?? all.length;
  const length = ticketLength(size);
  const entries: Entry[] = [];
  for (let n = 0; n < size; n += 1) {
    const ticket = all[n];
    entries.push(ticket ? toEntry(salt, ticket, length) : emptyEntry(length));
    if (n % atOnce === 0) await nextTurn();
  }
  const sorted = byMark(entries);
  await nextTurn();
  const marks = Buffer.concat(sorted.map(({ mark }) => mark));
  await nextTurn();
  const boxes = Buffer.concat(sorted.map(({ box }) => box));
  return Buffer.concat([headerOf(madeAt, salt, size, length + listFormat.tag), marks, boxes]);
}

function headerOf(madeAt: Date, salt: Buffer, count: number, boxLength: number): Buffer {
  const header = Buffer.alloc(listFormat.header);
  header.write(listFormat.magic, "latin1");
  header.writeBigUInt64BE(BigInt(madeAt.getTime()), 4);
  salt.copy(header, 12);
  header.writeUInt32BE(count, 28);
  header.writeUInt16BE(boxLength, 32);
  return header;
}
