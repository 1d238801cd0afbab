import type { ListedTicket } from "./door-list-format";
import { outsideWindow } from "./door-window";
import { codeEnding } from "./read-code";
import type { Verdict } from "./verdict";

type Known = {
  code: string;
  nonce: string;
  /** What the door's list has for the code, and when the list was made; null without a list. */
  list: { ticket: ListedTicket | null; madeAt: Date } | null;
  /** When this door itself checked the ticket in, since the list was made or before. */
  before: { at: Date } | null;
  door: { name: string; startsAt: Date; endsAt: Date };
  now: Date;
};

/** What a door without a network says of a readable code. */
export function offlineVerdict({ code, nonce, list, before, door, now }: Known): Verdict {
  if (!list) return { result: "not-valid", reason: "no-list" };
  const { ticket, madeAt } = list;
  if (!ticket) return { result: "not-valid", reason: "not-listed", at: madeAt.toISOString() };
  const person = { name: ticket.name, ending: codeEnding(code) };
  const at = new Date(ticket.at).toISOString();
  if (before) return { result: "already", ...person, at: before.at.toISOString(), door: door.name };
  if (ticket.state === "checked-in") return { result: "already", ...person, at, door: ticket.door };
  if (ticket.state !== "active") return { result: "not-valid", reason: ticket.state, at };
  const outside = outsideWindow(door, now);
  if (outside) return { result: "not-valid", reason: outside.reason, at: outside.edge.toISOString() };
  return { result: "checked-in", ...person, nonce };
}
