import { attendeeListFields } from "@/lib/tickets/attendee-list";
import type { AttendeeListInput } from "@/lib/tickets/input";

/** What the attendee list of an event's page shows. */
export type ListState = AttendeeListInput;

/** Sends what the attendee list shows, so that the action can lead back to it. */
export function ListFields({ list }: { list: ListState }) {
  return Object.entries(attendeeListFields(list)).map(([name, value]) => (
    <input key={name} type="hidden" name={name} value={value} />
  ));
}
