import type { NextRequest } from "next/server";
import type { ViewerAnswer } from "@/components/shell/use-viewer";
import { signedInCookie } from "@/lib/auth/session-cookie";
import { viewer } from "@/lib/auth/viewer";
import { rowId } from "@/lib/input/text-input";
import { isOrganiserOf, organisesEvents } from "@/lib/organisers/queries";
import { now } from "@/lib/runtime/clock";
import { addCookies } from "@/lib/runtime/request-context";
import { findActiveTicketId } from "@/lib/tickets/queries";
import { formatStamp } from "@/lib/time/format";
import { findWaiting } from "@/lib/waiting-list/queries";

export async function GET(request: NextRequest): Promise<Response> {
  const answer = await describeViewer(rowId.parse(request.nextUrl.searchParams.get("event")));
  if (!answer) addCookies(signedInCookie("clear"));
  return Response.json(answer, { headers: { "Cache-Control": "private, no-store", Vary: "Cookie" } });
}

async function describeViewer(eventId: string): Promise<ViewerAnswer> {
  const found = await viewer();
  if (!found) return null;
  const { id, name, role } = found;
  const organises = role === "organiser" || (await organisesEvents(id));
  if (!eventId) return { id, name, role, organises };
  const [ticketId, manages, waiting] = await Promise.all([
    findActiveTicketId(eventId, id),
    isOrganiserOf(eventId, id),
    findWaiting(eventId, id, now()),
  ]);
  const waitingUntil = waiting && formatStamp(waiting.until, waiting.timeZone);
  return { id, name, role, organises, event: { ticketId, manages, waitingUntil } };
}
