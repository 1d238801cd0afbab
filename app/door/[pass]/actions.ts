"use server";

import { doorId, keeperByPass } from "@/app/door-keeper";
import { answerScan } from "@/app/door-page";
import { defineAction } from "@/lib/actions/define-action";
import { checkIn as checkInTicket } from "@/lib/check-in/commands/check-in";
import { withDoor } from "@/lib/check-in/commands/find-door";
import { undoCheckIn } from "@/lib/check-in/commands/undo-check-in";
import { scanWithPassInput, undoWithPassInput } from "@/lib/check-in/input";
import { countScan } from "@/lib/check-in/scan-limit";
import { decide, done, refuse } from "@/lib/outcome/outcome";

const pageOf = (pass: string) => `/door/${encodeURIComponent(pass)}`;

export const checkIn = defineAction({
  who: "anyone",
  input: scanWithPassInput,
  run: async ({ pass, code, nonce }, { now }) => {
    const keeper = keeperByPass(pass);
    if (!keeper) return refuse("not-found");
    if (!countScan(doorId(keeper))) return refuse("limited");
    const scan = { ticket: { code }, nonce, now };
    const outcome = await decide(
      withDoor(keeper, now, (tx, door) => checkInTicket(tx, { door, ...scan })),
      { idempotent: true },
    );
    return answerScan(outcome, (made) => `${pageOf(pass)}?scan=${made}`);
  },
});

export const undo = defineAction({
  who: "anyone",
  input: undoWithPassInput,
  run: async ({ pass, nonce }, { now }) => {
    const keeper = keeperByPass(pass);
    if (!keeper) return refuse("not-found");
    const outcome = await decide(
      withDoor(keeper, now, (tx, door) => undoCheckIn(tx, { door, nonce, now })),
      { idempotent: true },
    );
    return outcome.ok ? done(`${pageOf(pass)}?done=undone`) : outcome;
  },
});
