import type { AttendeeListInput } from "./input";

/** What an event's attendee list shows, as fields of an address or a form; what is usual is left out. */
export const attendeeListFields = ({ q, show, sort, after }: Partial<AttendeeListInput>) =>
  Object.fromEntries(
    Object.entries({
      q,
      show: show === "holding" ? undefined : show,
      sort: sort === "requested" ? undefined : sort,
      after,
    }).filter((entry): entry is [string, string] => Boolean(entry[1])),
  );

/** The address of an event's attendee list, or of a file with it. */
export function attendeeListAddress(
  eventId: string,
  list: Partial<AttendeeListInput>,
  { file = "", hash = "" }: { file?: string; hash?: string } = {},
): string {
  const query = new URLSearchParams(attendeeListFields(list)).toString();
  return `/dashboard/events/${eventId}${file}${query && `?${query}`}${hash}`;
}
