import { Readable } from "node:stream";
import { recordExport } from "@/lib/audit/record-export";
import { requireViewer } from "@/lib/auth/viewer";
import { findEventFor } from "@/lib/events/queries";
import { asciiName } from "@/lib/runtime/ascii-name";
import { now } from "@/lib/runtime/clock";
import { attendeesCsv, waitingListCsv } from "@/lib/tickets/attendees-csv";
import { attendeeListInput } from "@/lib/tickets/input";
import { listAllAttendees } from "@/lib/tickets/queries";
import { listAllWaiting } from "@/lib/waiting-list/queries";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ id: string }> };

/**
 * The attendees of an event as a table for its organisers, like the list on its page: all that match its search and
 * filter, or with `show=waiting` its waiting list.
 */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { id } = await params;
  const viewer = await requireViewer(`/dashboard/events/${id}`);
  const event = await findEventFor(id, viewer.id, now());
  if (!event) return new Response("Not found", { status: 404 });
  const search = Object.fromEntries(new URL(request.url).searchParams);
  const isWaiting = search.show === "waiting";
  const list = isWaiting ? "waiting list" : "attendees";
  await recordExport({
    ...{ actorId: viewer.id, action: "attendees.export", subject: event.id },
    ...{ details: { list }, at: now() },
  });
  const table = isWaiting
    ? waitingListCsv(event, listAllWaiting(event.id, now()))
    : attendeesCsv(event, listAllAttendees(event.id, attendeeListInput.parse(search)));
  return new Response(Readable.toWeb(Readable.from(table, { objectMode: false })) as ReadableStream, {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="${asciiName(event.name)}-${isWaiting ? "waiting-list" : "attendees"}.csv"`,
      "Cache-Control": "private, no-store",
    },
  });
}
