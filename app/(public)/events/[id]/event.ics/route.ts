import { calendarResponse } from "@/app/calendar-response";
import { calendarFile } from "@/lib/calendar/calendar-file";
import { findFeedEvent } from "@/lib/events/queries";
import { cacheUntil } from "@/lib/runtime/request-context";

export const dynamic = "force-dynamic";

type Context = { params: Promise<{ id: string }> };

/** An event as a calendar file, under the same UID as in mails. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const event = await findFeedEvent((await params).id);
  if (!event) return new Response("Not found", { status: 404 });
  cacheUntil(null);
  return calendarResponse(calendarFile(event, "PUBLISH"));
}
