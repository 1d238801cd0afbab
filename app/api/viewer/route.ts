import { rowId } from "@/lib/actions/text-input";
import { findEventViewer } from "@/lib/auth/event-viewer";
import { currentSession } from "@/lib/auth/viewer";

export const dynamic = "force-dynamic";

/** Who is looking, for the islands of pages that are the same for everybody; null when signed out. */
export async function GET(request: Request): Promise<Response> {
  const eventId = rowId.parse(new URL(request.url).searchParams.get("event") ?? "");
  const who = await currentSession((id, now) => findEventViewer(id, eventId, now));
  const headers = { "Cache-Control": "private, no-store", Vary: "Cookie" };
  if (!who) return Response.json(null, { headers });
  const event = eventId && { ticketId: who.ticketId, manages: who.manages };
  return Response.json({ name: who.user.name, class: who.user.class, ...(event && { event }) }, { headers });
}
