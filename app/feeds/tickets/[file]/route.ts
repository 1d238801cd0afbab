import { calendarResponse } from "@/app/calendar-response";
import { findCalendarOwner } from "@/lib/accounts/queries";
import { calendarFeed } from "@/lib/calendar/calendar-file";
import { now } from "@/lib/runtime/clock";
import { listCalendarTickets } from "@/lib/tickets/queries";

export const dynamic = "force-dynamic";

const headers = { "Cache-Control": "private, no-store", "X-Robots-Tag": "noindex" };

type Context = { params: Promise<{ file: string }> };

/** `/feeds/tickets/<secret>.ics`: the calendar of one person's tickets, for whoever has its address. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { file } = await params;
  const holderId = file.endsWith(".ics") ? await findCalendarOwner(file.slice(0, -".ics".length)) : null;
  if (!holderId) return new Response("Not found", { status: 404, headers });
  const tickets = await listCalendarTickets(holderId, now());
  const events = tickets.map(({ ticketId, ...event }) => ({ ...event, path: `/tickets/${ticketId}` }));
  return calendarResponse(calendarFeed(events, { name: "My tickets", filename: "tickets.ics" }), headers);
}
