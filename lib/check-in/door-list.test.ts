import { describe, expect, it } from "vitest";
import { randomBase32 } from "@/lib/runtime/ids";
import { listFormat } from "./door-list-format";
import { listSizes, makeDoorList } from "./make-door-list";
import { openDoorList } from "./open-door-list";

const madeAt = new Date("2030-02-01T18:00Z");
const at = new Date("2030-02-01T17:30Z");
const plain = { voidedAt: null, voidedBecause: null, checkedInAt: null, door: null };
type Ticket = Parameters<typeof makeDoorList>[0] extends AsyncIterable<(infer Each)[]> ? Each : never;

const ticket = (given: Partial<Ticket> = {}): Ticket => ({
  ...{ id: randomBase32(20), code: randomBase32(16).toUpperCase(), name: "Priya Student" },
  ...plain,
  ...given,
});

async function* inParts(tickets: Ticket[]) {
  for (let from = 0; from < tickets.length; from += 1_000) yield tickets.slice(from, from + 1_000);
}

async function listOf(tickets: Ticket[]) {
  const bytes = new Uint8Array(await makeDoorList(inParts(tickets), madeAt));
  const list = openDoorList(bytes);
  if (!list) throw new Error("the list cannot be opened");
  return { bytes, list };
}

describe("the list of a door", () => {
  it("tells with a ticket's code what it knows of that ticket, and nothing with another one", async () => {
    const tickets = [
      ticket(),
      ticket({ name: "Ὑπατία 日本語 O'Brien & Sons", checkedInAt: at, door: "North" }),
      ticket({ voidedAt: at, voidedBecause: "cancelled-by-holder" }),
      ticket({ voidedAt: at, voidedBecause: "taken-back" }),
      ticket({ name: "x".repeat(45), voidedAt: at, voidedBecause: "event-cancelled" }),
    ];
    const { list } = await listOf(tickets);
    expect(list.madeAt).toEqual(madeAt);
    const states = ["active", "checked-in", "cancelled", "taken-back", "event-cancelled"];
    for (const [n, { id, code, name, door }] of tickets.entries())
      expect(await list.find(code)).toEqual({
        ...{ ticketId: id, name, state: states[n], door: door ?? "", at: n === 0 ? 0 : at.getTime() },
      });
    for (let n = 0; n < 50; n += 1) expect(await list.find(randomBase32(16).toUpperCase())).toBeNull();
  });

  it("cuts what is too long, between two characters", async () => {
    const tickets = [
      ticket({ name: `${"x".repeat(99)}é` }),
      ticket({ name: "é".repeat(80) }),
      ticket({
        name: "👩‍🚀".repeat(20),
        checkedInAt: at,
        door: "The entrance in the north, by the old mill",
      }),
    ];
    const { list } = await listOf(tickets);
    const found = await Promise.all(tickets.map(({ code }) => list.find(code)));
    expect(found.map((each) => [each?.name, each?.door])).toEqual([
      [`${"x".repeat(99)}é`, ""],
      [`${"é".repeat(49)}…`, ""],
      [`${"👩‍🚀".repeat(5)}👩\u200d…`, "The entrance in the north, by t…"],
    ]);
  });

  it("contains no code, no name and no id", async () => {
    const given = ticket({ door: "North entrance", checkedInAt: at });
    const { bytes } = await listOf([given]);
    const text = Buffer.from(bytes).toString("latin1");
    for (const secret of [given.code, given.name, "Priya", given.id, "North"])
      expect(text, secret).not.toContain(secret);
  });

  it("has nothing in common with the next list of the same tickets", async () => {
    const given = [ticket(), ticket()];
    const lists = [(await listOf(given)).bytes, (await listOf(given)).bytes] as const;
    const { header, mark } = listFormat;
    const [count] = listSizes;
    const boxLength = new DataView(lists[0].buffer).getUint16(32);
    const [marks, boxes] = [
      [header, mark],
      [header + count * mark, boxLength],
    ] as const;
    for (const [from, length] of [marks, boxes]) {
      const parts = lists.flatMap((bytes) =>
        Array.from({ length: count }, (_, n) =>
          Buffer.from(bytes.subarray(from + n * length, from + (n + 1) * length)).toString("hex"),
        ),
      );
      expect(new Set(parts).size).toBe(2 * count);
    }
  });

  it("tells the number of tickets only roughly, whatever their names", async () => {
    const sizeOf = async (tickets: Ticket[]) => (await listOf(tickets)).bytes.length;
    const lengths = [0, 3, 1_000].map((count) =>
      sizeOf(Array.from({ length: count }, (_, n) => ticket({ name: "x".repeat(1 + (n % 100)) }))),
    );
    expect(new Set(await Promise.all(lengths)).size).toBe(1);
    // All boxes of a list are equally long.
    const { bytes } = await listOf([ticket({ name: "Jo" }), ticket({ name: "x".repeat(100) })]);
    const view = new DataView(bytes.buffer);
    expect(bytes.length).toBe(34 + view.getUint32(28) * (6 + view.getUint16(32)));
    expect(new DataView((await listOf([])).bytes.buffer).getUint32(28)).toBe(listSizes[0]);
  });

  it("is none if it is cut short or something else", async () => {
    const { bytes: whole } = await listOf([ticket()]);
    for (const bytes of [
      new Uint8Array(),
      whole.slice(0, -1),
      new Uint8Array(40),
      new TextEncoder().encode("<!doctype html>".repeat(9)),
    ])
      expect(openDoorList(bytes)).toBeNull();
  });

  it("of 50,000 tickets takes at most 4 MB, which cannot be compressed, with most names whole", async () => {
    const names = ["Ada Lovelace", "Priya Student", "Christopher Montgomery", "Li Wei"];
    const tickets = Array.from({ length: 50_000 }, (_, n) => ticket({ name: names[n % names.length] }));
    const { bytes, list } = await listOf(tickets);
    expect(bytes.length).toBeLessThan(4_000_000);
    for (const { id, name, code } of tickets.slice(-4))
      expect(await list.find(code)).toMatchObject({ ticketId: id, name });
  });
});
