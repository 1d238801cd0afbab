import { describe, expect, it } from "vitest";
import { decide } from "@/lib/outcome/outcome";
import { newId } from "@/lib/runtime/ids";
import { atDoor, managed, managedId } from "@/tests/harness/checked-commands";
import { withDatabase } from "@/tests/harness/database";
import {
  createDoorPass,
  createEvent,
  createTicket,
  createUser,
  type EventRow,
  testNow,
} from "@/tests/harness/factories";
import { checkIn } from "./commands/check-in";
import { makeDoorPass } from "./commands/make-door-pass";
import {
  countCheckedIn,
  findDoorView,
  findHolders,
  findOwnScan,
  listDoorList,
  listDoorPasses,
  listDoorTickets,
} from "./queries";

withDatabase();

const soon = { startsAt: new Date(testNow.getTime() + 3_600_000) };
const organiserOf = (event: EventRow) => ({ userId: event.createdBy, eventId: event.id });

async function passOf(event: EventRow) {
  const given = { actor: { id: event.createdBy }, eventId: event.id, door: "North", now: testNow };
  const outcome = await decide((tx) => managed(makeDoorPass)(tx, given));
  return { passId: outcome.ok ? outcome.value : "" };
}

const holderOf = async (event: EventRow, name: string, given = {}) =>
  createTicket({ eventId: event.id, holderId: (await createUser({ name })).id, ...given });

describe("a door", () => {
  it("knows its name, its event and the number checked in there, and nothing of the capacity", async () => {
    const event = await createEvent({ ...soon, capacity: 4242 });
    const [pass, ada] = [await passOf(event), await holderOf(event, "Ada")];
    const nonce = newId();
    await decide((tx) => atDoor(checkIn)(tx, { keeper: pass, ticket: ada, nonce, now: testNow }));
    const view = await findDoorView(pass, testNow);
    expect(view).toMatchObject({ name: "North", checkedIn: 1, hasEnded: false, event: { id: event.id } });
    expect(JSON.stringify(view)).not.toMatch(/4242|capacity|allocated/);
    expect(await findDoorView(organiserOf(event), testNow)).toMatchObject({ checkedIn: 0 });
    expect(await findDoorView({ passId: newId() }, testNow)).toBeNull();
    expect(await countCheckedIn([event.id])).toEqual(new Map([[event.id, 1]]));
  });

  it("shows its own last scan again, not that of another door", async () => {
    const event = await createEvent(soon);
    const [pass, ada, nonce] = [await passOf(event), await holderOf(event, "Ada"), newId()];
    await decide((tx) => atDoor(checkIn)(tx, { keeper: pass, ticket: ada, nonce, now: testNow }));
    expect(await findOwnScan(pass, nonce, testNow)).toMatchObject({ result: "checked-in", name: "Ada" });
    for (const other of [organiserOf(event), organiserOf(await createEvent()), await passOf(event)])
      expect(await findOwnScan(other, nonce, testNow)).toBeNull();
    expect(await findOwnScan(pass, newId(), testNow)).toBeNull();
  });

  it("lists passes with the secret of their address", async () => {
    const event = await createEvent(soon);
    const pass = await passOf(event);
    expect(await listDoorPasses(managedId(event.id))).toMatchObject([
      { id: pass.passId, door: "North", token: expect.stringMatching(`^${pass.passId}\\.[\\w-]{43}$`) },
    ]);
  });

  it("lists passes that are not withdrawn first, then the newest", async () => {
    const event = await createEvent(soon);
    const hours = (count: number) => new Date(testNow.getTime() + count * 3_600_000);
    for (const [door, made, withdrawnAt] of [
      ["old", 1, null],
      ["withdrawn", 2, hours(9)],
      ["new", 3, null],
      ["withdrawn later", 4, hours(9)],
    ] as const)
      await createDoorPass(event, { door, createdAt: hours(made), withdrawnAt });
    const passes = await listDoorPasses(managedId(event.id));
    expect(passes.map(({ door }) => door)).toEqual(["new", "old", "withdrawn later", "withdrawn"]);
    for (let n = 0; n < 100; n++) await createDoorPass(event, { createdAt: hours(5), withdrawnAt: hours(9) });
    expect((await listDoorPasses(managedId(event.id))).filter(({ token }) => token)).toHaveLength(2);
  });
});

describe("the holders of an event", () => {
  it("are found by words in name and address, with what the door did", async () => {
    const event = await createEvent(soon);
    const ada = await holderOf(event, "Ada Lovelace");
    await holderOf(event, "Bob");
    await holderOf(event, "Ada Void", { voidedAt: testNow });
    await holderOf(await createEvent(), "Ada Elsewhere");
    expect((await findHolders(managedId(event.id), "ada")).map(({ name }) => name)).toEqual(["Ada Lovelace"]);
    expect(await findHolders(managedId(event.id), " ")).toEqual([]);
    const keeper = organiserOf(event);
    const nonce = newId();
    await decide((tx) => atDoor(checkIn)(tx, { keeper, ticket: ada, nonce, now: testNow }));
    expect(await findHolders(managedId(event.id), "lovelace")).toMatchObject([
      { checkedInAt: testNow, door: "Organisers", checkedInNonce: nonce },
    ]);
  });

  it("are listed by name for the door, with the end of their code", async () => {
    const event = await createEvent(soon);
    for (const name of ["Zoë", "ada", "Éve", "Bob"]) await holderOf(event, name);
    await holderOf(event, "Void", { voidedAt: testNow });
    const list = await listDoorList(managedId(event.id));
    expect(list.map(({ name }) => name)).toEqual(["ada", "Bob", "Éve", "Zoë"]);
    expect(list[0]?.ending).toMatch(/^[0-9A-Z]{4}$/);
  });

  it("come in parts, active and void ones", async () => {
    const event = await createEvent(soon);
    const [ada, eve] = [await holderOf(event, "Ada"), await holderOf(event, "Eve", { voidedAt: testNow })];
    const idsOf = async (which: "active" | "void") => {
      const ids = [];
      for await (const some of listDoorTickets(event.id, which)) ids.push(...some.map(({ id }) => id));
      return ids;
    };
    expect(await idsOf("active")).toEqual([ada.id]);
    expect(await idsOf("void")).toEqual([eve.id]);
  });
});
