import { stringify } from "csv-stringify/sync";
import { toOffsetTime } from "@/lib/time/wall-time";
import type { Attendee } from "./queries";

const columns = ["Name", "Email", "Ticket", "Requested"];

/**
 * The parts of a CSV file of an event's attendees. It begins with a byte order mark, by which spreadsheets know UTF-8,
 * and a cell that they would take for a formula with an apostrophe. Times are of the event's zone, with their offset.
 */
export async function* attendeesCsv(
  { timeZone, state }: { timeZone: string; state: string },
  attendees: AsyncIterable<Attendee[]>,
): AsyncGenerator<string> {
  yield stringify([columns], { bom: true });
  const ticket = state === "cancelled" ? "void" : "valid";
  for await (const some of attendees) {
    const rows = some.map(({ name, email, requestedAt }) => [
      name,
      email,
      ticket,
      toOffsetTime(requestedAt, timeZone),
    ]);
    yield stringify(rows, { escape_formulas: true });
  }
}
