import { HiddenFields } from "@/components/forms/hidden-fields";
import { attendeeListFields } from "@/lib/tickets/attendee-list";
import type { AttendeeListInput } from "@/lib/tickets/input";

/** What the attendee list of an event's page shows. */
export type ListState = AttendeeListInput;

/** Sends what the attendee list shows, so that the action can lead back to it. */
export const ListFields = ({ list }: { list: ListState }) => (
  <HiddenFields fields={attendeeListFields(list)} />
);
