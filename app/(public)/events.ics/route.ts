import type { NextRequest } from "next/server";
import { calendarResponse } from "@/app/calendar-response";
import { calendarFeed } from "@/lib/calendar/calendar-file";
import { feedAddress } from "@/lib/events/feed-address";
import { feedInput } from "@/lib/events/input";
import { firstUpcomingStart, listFeedEvents } from "@/lib/events/queries";
import { now } from "@/lib/runtime/clock";
import { settings } from "@/lib/runtime/env";
import { cacheUntil } from "@/lib/runtime/request-context";

export const dynamic = "force-dynamic";

/** The upcoming events, or those that match a filter, as a calendar to subscribe to. */
export async function GET({ nextUrl }: NextRequest): Promise<Response> {
  const filter = feedInput.parse(Object.fromEntries(nextUrl.searchParams));
  cacheUntil(await firstUpcomingStart(now()));
  const events = await listFeedEvents(filter, now());
  const url = settings().appUrl + feedAddress("ics", filter);
  return calendarResponse(calendarFeed(events, { name: "Evento", filename: "events.ics", url }));
}
