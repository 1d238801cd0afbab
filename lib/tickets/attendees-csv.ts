import { stringify } from "csv-stringify/sync";
import { toOffsetTime } from "@/lib/time/wall-time";
import type { Attendee } from "./queries";

const columns = ["Name", "Email", "Ticket", "Requested", "Checked in", "Void since"];

const waitingColumns = ["Name", "Email", "Waiting since", "Until"];

/**
 * The parts of a CSV file of an event's attendees. It begins with a byte order mark, by which spreadsheets know UTF-8,
 * and a cell that they would take for a formula with an apostrophe. Times are of the event's zone, with their offset.
 */
export async function* attendeesCsv(
  { timeZone, state }: { timeZone: string; state: string },
  attendees: AsyncIterable<Attendee[]>,
): AsyncGenerator<string> {
  yield stringify([columns], { bom: true });
  const time = (at: Date | null) => at && toOffsetTime(at, timeZone);
  for await (const some of attendees) {
    const rows = some.map(({ name, email, requestedAt, checkedInAt, voidedAt }) => [
      name,
      email,
      voidedAt || state === "cancelled" ? "void" : checkedInAt ? "checked in" : "valid",
      time(requestedAt),
      time(checkedInAt),
      time(voidedAt),
    ]);
    yield stringify(rows, { escape_formulas: true });
  }
}

/** The parts of a CSV file of an event's waiting list, in its order; see `attendeesCsv`. */
export async function* waitingListCsv(
  { timeZone }: { timeZone: string },
  waiting: AsyncIterable<{ name: string; email: string; joinedAt: Date; until: Date }[]>,
): AsyncGenerator<string> {
  yield stringify([waitingColumns], { bom: true });
  for await (const some of waiting) {
    const rows = some.map(({ name, email, joinedAt, until }) => [
      name,
      email,
      toOffsetTime(joinedAt, timeZone),
      toOffsetTime(until, timeZone),
    ]);
    yield stringify(rows, { escape_formulas: true });
  }
}
