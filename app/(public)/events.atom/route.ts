import type { NextRequest } from "next/server";
import { atomFeed } from "@/lib/events/atom-feed";
import { feedInput } from "@/lib/events/input";
import { firstUpcomingStart, listFeedEvents } from "@/lib/events/queries";
import { now } from "@/lib/runtime/clock";
import { settings } from "@/lib/runtime/env";
import { cacheUntil } from "@/lib/runtime/request-context";

export const dynamic = "force-dynamic";

/** The upcoming events, or those that match a filter, as an Atom feed. */
export async function GET({ nextUrl }: NextRequest): Promise<Response> {
  const filter = feedInput.parse(Object.fromEntries(nextUrl.searchParams));
  cacheUntil(await firstUpcomingStart(now()));
  const feed = atomFeed(await listFeedEvents(filter, now()), { appUrl: settings().appUrl, filter });
  return new Response(feed, { headers: { "Content-Type": "application/atom+xml; charset=utf-8" } });
}
