import { Readable } from "node:stream";
import { requireViewer } from "@/lib/auth/viewer";
import { findEventFor } from "@/lib/events/queries";
import { asciiName } from "@/lib/runtime/ascii-name";
import { now } from "@/lib/runtime/clock";
import { attendeesCsv } from "@/lib/tickets/attendees-csv";
import { attendeeListInput } from "@/lib/tickets/input";
import { listAllAttendees } from "@/lib/tickets/queries";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ id: string }> };

/** The attendees of an event as a table for its organisers, like the list on its page: all that match a search. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { id } = await params;
  const viewer = await requireViewer(`/dashboard/events/${id}`);
  const event = await findEventFor(id, viewer.id, now());
  if (!event) return new Response("Not found", { status: 404 });
  const { q } = attendeeListInput.parse(Object.fromEntries(new URL(request.url).searchParams));
  const parts = Readable.from(attendeesCsv(event, listAllAttendees(id, q)), { objectMode: false });
  return new Response(Readable.toWeb(parts) as ReadableStream, {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="${asciiName(event.name)}-attendees.csv"`,
      "Cache-Control": "private, no-store",
    },
  });
}
