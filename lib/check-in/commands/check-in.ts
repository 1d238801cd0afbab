import type { Db } from "@/db/client";
import { recordAudit } from "@/lib/audit/audit-log";
import { done, refuse } from "@/lib/outcome/outcome";
import { codeEnding, readCode } from "../read-code";
import { type Verdict, whyNotValid } from "../verdict";
import { addCheckIn, type CheckIn, findByNonce, findScanned, lockTicket } from "./add-check-in";
import { type Door, madeAt } from "./find-door";

type Scan = {
  door: Door;
  /** What was scanned or typed; or a ticket from the search by name, which only organisers have. */
  ticket: { code: string } | { ticketId: string };
  /** Drawn by the door: the same nonce gives the same verdict again. */
  nonce: string;
  /** Why an organiser checks it in outside the usual time. */
  reason?: string;
  now: Date;
};

/**
 * Checks a ticket in, or says why not; the value is the verdict.
 * Refuses `not-found`, `pass-ended`, and `nonce-reused` for a nonce of another ticket or door.
 */
export async function checkIn(tx: Db, { door, ticket, nonce, reason = "", now }: Scan) {
  if ("ticketId" in ticket && !door.userId) return refuse("not-found");
  if (door.hasEnded) return refuse("pass-ended");
  const code = "code" in ticket ? readCode(ticket.code) : null;
  if ("code" in ticket && !code) return done<Verdict>({ result: "not-valid", reason: "unreadable" });

  const found = await findScanned(tx, "code" in ticket ? { code: code ?? "" } : ticket);
  const person = found && { name: found.name, ending: codeEnding(found.ticket.code) };
  const repeat = ({ ticketId, userId, doorPassId }: CheckIn) => {
    const isSame = ticketId === found?.ticket.id && userId === door.userId && doorPassId === door.doorPassId;
    return isSame && person
      ? done<Verdict>({ result: "checked-in", ...person, nonce })
      : refuse("nonce-reused");
  };
  const repeated = await findByNonce(tx, nonce);
  if (repeated) return repeat(repeated);

  const overrideReason = door.userId && reason ? reason : null;
  const rules = { eventId: door.event.id, at: now, isOverridden: overrideReason !== null };
  const problem = whyNotValid(found && { ...found.ticket, event: found.event }, rules);
  if (problem || !found || !person)
    return done<Verdict>(problem ?? { result: "not-valid", reason: "unknown" });
  const locked = await lockTicket(tx, found.ticket.id);
  const late = whyNotValid(locked && { ...locked, event: found.event }, rules);
  if (late) return done<Verdict>(late);

  const made = {
    ...madeAt(door),
    ticketId: found.ticket.id,
    nonce,
    overrideReason,
    at: now,
    receivedAt: now,
  };
  const outcome = await addCheckIn(tx, made);
  if ("before" in outcome) {
    const { before } = outcome;
    // Another request has sent the same meanwhile.
    if (before.nonce === nonce) return repeat(before);
    return done<Verdict>({ result: "already", ...person, at: before.at.toISOString(), door: before.door });
  }
  await recordAudit(tx, {
    actorId: door.userId,
    action: "check-in.add",
    subject: outcome.added.id,
    details: { ticket: found.ticket.id, pass: door.doorPassId, reason: overrideReason },
    at: now,
  });
  return done<Verdict>({ result: "checked-in", ...person, nonce });
}
