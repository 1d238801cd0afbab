import { newId } from "@/lib/runtime/ids";
import {
  type Account,
  addAccounts,
  addDoorPasses,
  addDrafts,
  addEvent,
  addPicture,
  addTickets,
  addWaiting,
  signedId,
} from "./accounts";
import type { Visitor } from "./http-client";
import { sampleFacts } from "./mail-facts";
import type { World } from "./world";

/** Everybody who may send a request. Those behind the last three have no account, but an address with a secret. */
export const identities = [
  "public",
  "unverified",
  "attendee",
  "holder",
  "other organiser",
  "promoted",
  "creator",
  "door pass",
  "withdrawn pass",
  "feed address",
] as const;
export type Identity = (typeof identities)[number];

export type Scene = Awaited<ReturnType<typeof setScene>>;

const hour = 3_600_000;

/** An event of `creator` with something of every kind that a request can be about, and a browser of everybody. */
export async function setScene(world: World) {
  const { database } = world;
  const now = new Date();
  const [creator, other, promoted, holder, attendee, waiting] = (await addAccounts(database, [
    { role: "organiser", name: "Grace Hopper" },
    { role: "organiser", name: "Olive Other" },
    { name: "Pam Promoted" },
    { name: "Harriet Holder" },
    { name: "Ada Attendee" },
    { name: "Will Waiting" },
  ])) as [Account, Account, Account, Account, Account, Account];
  const accounts = { creator, "other organiser": other, promoted, holder, attendee };

  const event = await addEvent(database, { createdBy: creator.id, name: "The private view" });
  const tonight = await addEvent(database, {
    createdBy: creator.id,
    name: "Tonight",
    startsAt: new Date(now.getTime() + hour),
  });
  const full = await addEvent(database, {
    createdBy: creator.id,
    name: "The full house",
    capacity: 1,
    allocated: 1,
  });
  await database.insert(
    "event_organisers",
    [event, tonight, full].map((id) => ({
      ...{ event_id: id, user_id: promoted.id, added_at: now, added_by: creator.id },
    })),
  );
  const [ticket = ""] = await addTickets(database, event, [holder]);
  const [scanned = "", held = ""] = await addTickets(database, tonight, [holder, attendee]);
  const [{ code } = {}] = await database.sql("select code from tickets where id = ?", [scanned]);
  const [entry = ""] = await addWaiting(database, full, [waiting]);
  await database.insert("exclusions", [
    { event_id: event, user_id: waiting.id, at: now, excluded_by: creator.id },
  ]);
  const checkIn = { event_id: tonight, ticket_id: held, at: now, received_at: now, door: "Organisers" };
  const [undone, heldCheckIn, nonce, passNonce] = [newId(), newId(), newId(), newId()];
  const [pass = "", withdrawn = ""] = await addDoorPasses(database, tonight, creator, ["North", "South"]);
  const passId = pass.split(".")[0] ?? "";
  await database.sql("update door_passes set withdrawn_at = ? where id = ?", [
    now,
    withdrawn.split(".")[0] ?? "",
  ]);
  await database.insert("check_ins", [
    {
      ...checkIn,
      id: undone,
      user_id: creator.id,
      door_pass_id: null,
      nonce,
      state: "active",
      held_because: null,
    },
    {
      ...checkIn,
      ...{ id: heldCheckIn, user_id: creator.id, door_pass_id: null, nonce: newId() },
      ...{ state: "held", held_because: "already-checked-in" },
    },
  ]);
  const [atDoor = ""] = await addTickets(database, tonight, [waiting]);
  await database.insert("check_ins", [
    {
      ...{ ...checkIn, ticket_id: atDoor, door: "North", id: newId(), user_id: null, door_pass_id: passId },
      ...{ nonce: passNonce, state: "active", held_because: null },
    },
  ]);
  const mail = newId();
  await database.insert("outbox", [
    {
      ...{ id: mail, kind: "ticket", recipient: holder.email, dedupe_key: mail, event_id: event },
      ...{ facts: JSON.stringify(sampleFacts.ticket), state: "dead", created_at: now, due_at: now },
      last_error: "550 no such user",
    },
  ]);
  const picture = await addPicture(database, creator, event);
  const [draft = ""] = await addDrafts(database, creator, [{ name: "Half an idea" }]);
  const session = newId();
  await database.insert("sessions", [
    {
      ...{ id: session, user_id: holder.id, created_at: now, last_seen_at: now },
      user_agent: "another browser",
    },
  ]);

  const feed = signedId("ticket-calendar-0", holder.id);
  // What each of them knows of the two addresses with a secret: those without one make it up.
  const secrets: Partial<Record<Identity, string>> = {
    "door pass": pass,
    "withdrawn pass": withdrawn,
    "feed address": feed,
  };
  const visitors = new Map<Identity, Visitor>();
  for (const identity of identities) {
    const account = accounts[identity as keyof typeof accounts];
    visitors.set(identity, account ? await world.as(account) : world.visitor());
  }
  return {
    ...{ creator, other, promoted, holder, attendee, waiting },
    ...{ event, tonight, full, ticket, code: String(code), entry, heldCheckIn, nonce, passNonce, passId },
    ...{ mail, picture, draft, session },
    /** The secret that somebody uses in the address of a door or a feed. */
    secretOf: (who: Identity) => secrets[who] ?? `${passId}.made-up`,
    visitorOf: (who: Identity) => visitors.get(who) as Visitor,
  };
}
