import { newId } from "@/lib/runtime/ids";
import { searchable } from "@/lib/search/search-text";
import { newTicketCode } from "./ticket-code";

/** A new ticket with an id and a code of its own. */
export const drawTicket = (
  eventId: string,
  holder: { id: string; name: string; email: string },
  createdAt: Date,
) => ({
  id: newId(),
  eventId,
  holderId: holder.id,
  code: newTicketCode(),
  searchText: searchable(`${holder.name} ${holder.email}`),
  createdAt,
});
