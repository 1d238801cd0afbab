import { describe, expectTypeOf, it } from "vitest";
import type { checkIn } from "@/lib/check-in/commands/check-in";
import type { makeDoorPass } from "@/lib/check-in/commands/make-door-pass";
import type { settleCheckIn } from "@/lib/check-in/commands/settle-check-in";
import type { syncCheckIns } from "@/lib/check-in/commands/sync-check-ins";
import type { undoCheckIn } from "@/lib/check-in/commands/undo-check-in";
import type { withdrawDoorPass } from "@/lib/check-in/commands/withdraw-door-pass";
import type { cancelEvent } from "@/lib/events/commands/cancel-event";
import type { editEvent } from "@/lib/events/commands/edit-event";
import type { allowAgain } from "@/lib/exclusions/commands/allow-again";
import type { resendMail } from "@/lib/mail/commands";
import type { sendMessage } from "@/lib/messages/commands/send-message";
import type { demoteOrganiser } from "@/lib/organisers/commands/demote";
import type { promoteAttendee } from "@/lib/organisers/commands/promote";
import type { promoteByAddress } from "@/lib/organisers/commands/promote-by-address";
import type { cancelTicket } from "@/lib/tickets/commands/cancel-ticket";
import type { takeBackTicket } from "@/lib/tickets/commands/take-back-ticket";
import type { listAttendees } from "@/lib/tickets/queries";
import type { removeFromWaitingList } from "@/lib/waiting-list/commands/remove-from-waiting-list";
import type { EventRow, TicketRow } from "@/tests/harness/factories";

// The types are the assertions: `tsc` fails where a command would take what nobody checked.

/** What the command takes as `Field`. */
type Given<
  Command extends (...args: never[]) => unknown,
  Field extends string,
> = Parameters<Command>[1] extends {
  [F in Field]: infer Value;
}
  ? Value
  : never;

describe("what was not checked", () => {
  it("is no event of a command", () => {
    expectTypeOf<EventRow>().not.toExtend<Given<typeof cancelEvent, "event">>();
    expectTypeOf<EventRow>().not.toExtend<Given<typeof demoteOrganiser, "event">>();
    expectTypeOf<EventRow>().not.toExtend<Given<typeof makeDoorPass, "event">>();
    expectTypeOf<EventRow>().not.toExtend<Given<typeof promoteAttendee, "event">>();
    expectTypeOf<EventRow>().not.toExtend<Given<typeof promoteByAddress, "event">>();
    expectTypeOf<EventRow>().not.toExtend<Given<typeof settleCheckIn, "event">>();
  });

  it("is no id of one", () => {
    expectTypeOf<string>().not.toExtend<Given<typeof allowAgain, "eventId">>();
    expectTypeOf<string>().not.toExtend<Given<typeof editEvent, "eventId">>();
    expectTypeOf<string>().not.toExtend<Given<typeof removeFromWaitingList, "eventId">>();
    expectTypeOf<string>().not.toExtend<Given<typeof resendMail, "eventId">>();
    expectTypeOf<string>().not.toExtend<Given<typeof sendMessage, "eventId">>();
    expectTypeOf<string>().not.toExtend<Given<typeof takeBackTicket, "eventId">>();
    expectTypeOf<string>().not.toExtend<Given<typeof withdrawDoorPass, "eventId">>();
    expectTypeOf<string>().not.toExtend<Parameters<typeof listAttendees>[0]>();
  });

  it("is no door and no ticket", () => {
    type Door = Given<typeof checkIn, "door">;
    expectTypeOf<Given<typeof syncCheckIns, "door">>().toEqualTypeOf<Door>();
    expectTypeOf<Given<typeof undoCheckIn, "door">>().toEqualTypeOf<Door>();
    expectTypeOf<Pick<Door, Exclude<keyof Door, symbol>>>().not.toExtend<Door>();
    expectTypeOf<TicketRow>().not.toExtend<Given<typeof cancelTicket, "ticket">>();
  });
});
