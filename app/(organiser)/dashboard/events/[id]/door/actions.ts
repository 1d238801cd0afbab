"use server";

import { doorId } from "@/app/door-keeper";
import { answerScan } from "@/app/door-page";
import { defineAction } from "@/lib/actions/define-action";
import { checkIn as checkInTicket } from "@/lib/check-in/commands/check-in";
import { withDoor } from "@/lib/check-in/commands/find-door";
import { makeDoorPass } from "@/lib/check-in/commands/make-door-pass";
import { settleCheckIn } from "@/lib/check-in/commands/settle-check-in";
import { undoCheckIn } from "@/lib/check-in/commands/undo-check-in";
import { withdrawDoorPass } from "@/lib/check-in/commands/withdraw-door-pass";
import {
  makeDoorPassInput,
  scanAtEventInput,
  settleCheckInInput,
  undoAtEventInput,
  withdrawDoorPassInput,
} from "@/lib/check-in/input";
import { countScan } from "@/lib/check-in/scan-limit";
import { withManagedEvent } from "@/lib/events/commands/find-managed-event";
import { decide, done, refuse } from "@/lib/outcome/outcome";

const pageOf = (eventId: string, query: Record<string, string>) =>
  `/dashboard/events/${encodeURIComponent(eventId)}/door?${new URLSearchParams(query)}`;

export const checkIn = defineAction({
  who: "signed-in",
  input: scanAtEventInput,
  run: async ({ eventId, ticketId, code = "", nonce, q, reason }, { viewer, now }) => {
    const keeper = { userId: viewer.id, eventId };
    if (!countScan(doorId(keeper))) return refuse("limited");
    const scan = { ticket: ticketId ? { ticketId } : { code }, nonce, reason, now };
    const outcome = await decide(
      withDoor(keeper, now, (tx, door) => checkInTicket(tx, { door, ...scan })),
      { idempotent: true },
    );
    return answerScan(outcome, (made) => pageOf(eventId, { scan: made, ...(q && { q }) }));
  },
});

export const undo = defineAction({
  who: "signed-in",
  input: undoAtEventInput,
  run: async ({ eventId, nonce, q, reason }, { viewer, now }) => {
    const keeper = { userId: viewer.id, eventId };
    const outcome = await decide(
      withDoor(keeper, now, (tx, door) => undoCheckIn(tx, { door, nonce, reason, now })),
      { idempotent: true },
    );
    return outcome.ok ? done(pageOf(eventId, { done: "undone", ...(q && { q }) })) : outcome;
  },
});

export const makePass = defineAction({
  who: "signed-in",
  input: makeDoorPassInput,
  run: async ({ eventId, door }, { viewer, now }) => {
    const outcome = await decide(
      withManagedEvent(eventId, viewer, (tx, event) => makeDoorPass(tx, { actor: viewer, event, door, now })),
    );
    return outcome.ok ? done(`${pageOf(eventId, { done: "pass" })}#passes`) : outcome;
  },
});

export const withdrawPass = defineAction({
  who: "signed-in",
  input: withdrawDoorPassInput,
  run: async ({ eventId, passId }, { viewer, now }) => {
    const outcome = await decide(
      withManagedEvent(eventId, viewer, (tx, event) =>
        withdrawDoorPass(tx, { actor: viewer, eventId: event.id, passId, now }),
      ),
      { idempotent: true },
    );
    return outcome.ok ? done(`${pageOf(eventId, { done: "withdrawn" })}#passes`) : outcome;
  },
});

export const settle = defineAction({
  who: "signed-in",
  input: settleCheckInInput,
  run: async ({ eventId, checkInId, intent }, { viewer, now }) => {
    const settlement = { actor: viewer, checkInId, intent, now };
    const outcome = await decide(
      withManagedEvent(eventId, viewer, (tx, event) => settleCheckIn(tx, { event, ...settlement })),
      { idempotent: true },
    );
    return outcome.ok ? done(pageOf(eventId, { done: intent })) : outcome;
  },
});
