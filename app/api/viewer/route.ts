import { rowId } from "@/lib/actions/text-input";
import { viewer } from "@/lib/auth/viewer";
import { isOrganiserOf } from "@/lib/organisers/queries";
import { findActiveTicketId } from "@/lib/tickets/queries";

export const dynamic = "force-dynamic";

/** Who is looking, for the islands of pages that are the same for everybody; null when signed out. */
export async function GET(request: Request): Promise<Response> {
  const who = await viewer();
  const headers = { "Cache-Control": "private, no-store", Vary: "Cookie" };
  if (!who) return Response.json(null, { headers });
  const eventId = rowId.parse(new URL(request.url).searchParams.get("event") ?? "");
  const event = eventId && {
    ticketId: await findActiveTicketId(eventId, who.id),
    manages: await isOrganiserOf(eventId, who.id),
  };
  return Response.json({ name: who.name, class: who.class, ...(event && { event }) }, { headers });
}
