import { and, count, eq, isNotNull } from "drizzle-orm";
import type { Db } from "@/db/client";
import { checkIns, type tickets } from "@/db/schema";
import { recordAudit } from "@/lib/audit/audit-log";
import { done } from "@/lib/outcome/outcome";
import { newId } from "@/lib/runtime/ids";
import { outsideWindow } from "../door-window";
import type { DoneOffline } from "../input";
import { realTime } from "../real-time";
import { addCheckIn, findByNonce, lockTicket } from "./add-check-in";
import { type Door, madeAt } from "./find-door";
import { undoAt } from "./undo-check-in";

type Ticket = typeof tickets.$inferSelect;
type HeldBecause = NonNullable<typeof checkIns.$inferSelect.heldBecause>;

/** What became of one thing that a door did without a network; what is `refused` was no check-in of this event. */
export type SyncResult = { nonce: string; result: "counted" | "held" | "refused"; reason: string };

/** `done` has at most `maxSync` entries, `sentAt` and their times are of the door's clock. */
type Sync = { door: Door; done: DoneOffline[]; sentAt: Date; now: Date };

/** How many check-ins of one ticket are held for one door: more than helpers make who share its pass. */
const mostHeld = 5;

/**
 * Takes in what a door did without a network, each with the time when it happened; what was sent before changes
 * nothing. What should not have been admitted is held for the organisers, also of a pass that has ended within a week.
 */
export async function syncCheckIns(tx: Db, { door, done: entries, sentAt, now }: Sync) {
  // Tickets are locked in one order, so that two doors never wait for each other.
  const ids = entries.flatMap((entry) => (entry.kind === "check-in" ? [entry.ticketId] : []));
  const locked = new Map<string, Ticket>();
  for (const id of door.maySync ? [...new Set(ids)].sort() : []) {
    const ticket = await lockTicket(tx, id);
    if (ticket?.eventId === door.event.id) locked.set(id, ticket);
  }
  const results: SyncResult[] = [];
  for (const entry of entries) {
    const at = realTime({ at: entry.at, sentAt, receivedAt: now, earliest: door.existsSince });
    results.push(
      entry.kind === "undo"
        ? await takeUndo(tx, door, { ...entry, at })
        : await takeCheckIn(tx, door, { ...entry, ticket: locked.get(entry.ticketId), at, now }),
    );
  }
  return done(results);
}

type Undo = { nonce: string; reason: string; at: Date };

async function takeUndo(tx: Db, door: Door, { nonce, reason, at }: Undo): Promise<SyncResult> {
  if (!door.maySync) return { nonce, result: "refused", reason: "pass-ended" };
  // With a pass that has ended, nothing that counts can be undone any more.
  const states: ("active" | "held")[] = door.hasEnded ? ["held"] : ["active", "held"];
  const outcome = await undoAt(tx, door, { nonce, reason, at }, states);
  return { nonce, result: outcome.ok ? "counted" : "refused", reason: outcome.ok ? "" : outcome.reason };
}

type Entry = { nonce: string; ticketId: string; ticket: Ticket | undefined; at: Date; now: Date };

async function takeCheckIn(
  tx: Db,
  door: Door,
  { nonce, ticketId, ticket, at, now }: Entry,
): Promise<SyncResult> {
  const refused = (reason: string): SyncResult => ({ nonce, result: "refused", reason });
  const sent = await findByNonce(tx, nonce);
  if (sent) {
    const isSame = sent.ticketId === ticketId && sent.eventId === door.event.id;
    return isSame ? resultOf(sent) : refused("nonce-reused");
  }
  if (!door.maySync) return refused("pass-ended");
  if (!ticket) return refused("unknown");

  const row = { ...madeAt(door), ticketId, nonce, at, receivedAt: now };
  let heldBecause: HeldBecause | null = door.hasEnded
    ? "pass-ended"
    : ticket.voidedAt || door.event.cancelledAt
      ? "void"
      : outsideWindow(door.event, at)
        ? "too-early-or-late"
        : null;
  if (!heldBecause) {
    const outcome = await addCheckIn(tx, row);
    if ("added" in outcome) {
      await audit(tx, door, outcome.added, now);
      return resultOf(outcome.added);
    }
    heldBecause = "already-checked-in";
  }
  // Nobody else adds one meanwhile, as the ticket is locked.
  if ((await countHeld(tx, door, ticketId)) >= mostHeld) return refused("too-many");
  const [held] = await tx
    .insert(checkIns)
    .values({ ...row, id: newId(), state: "held", heldBecause })
    .onConflictDoNothing()
    .returning();
  // Another request has sent the same meanwhile.
  const kept = held ?? (await findByNonce(tx, nonce));
  if (!kept || kept.ticketId !== ticketId) return refused("nonce-reused");
  if (held) await audit(tx, door, held, now);
  return resultOf(kept);
}

/** How many check-ins of a ticket at a door were held, whatever became of them. */
async function countHeld(tx: Db, { doorPassId, userId }: Door, ticketId: string): Promise<number> {
  const isOfDoor = doorPassId ? eq(checkIns.doorPassId, doorPassId) : eq(checkIns.userId, userId ?? "");
  const [row] = await tx
    .select({ held: count() })
    .from(checkIns)
    .where(and(eq(checkIns.ticketId, ticketId), isNotNull(checkIns.heldBecause), isOfDoor));
  return row?.held ?? 0;
}

const resultOf = ({ nonce, state, heldBecause }: typeof checkIns.$inferSelect): SyncResult => ({
  nonce,
  result: state === "held" ? "held" : "counted",
  reason: heldBecause ?? "",
});

async function audit(tx: Db, door: Door, row: typeof checkIns.$inferSelect, now: Date) {
  await recordAudit(tx, {
    actorId: door.userId,
    action: row.state === "held" ? "check-in.hold" : "check-in.add",
    subject: row.id,
    details: { ticket: row.ticketId, pass: door.doorPassId, reason: row.heldBecause, offline: true },
    at: now,
  });
}
