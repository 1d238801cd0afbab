import type { MetadataRoute } from "next";
import { firstUpcomingStart, listSitemapEvents } from "@/lib/events/queries";
import { now } from "@/lib/runtime/clock";
import { settings } from "@/lib/runtime/env";
import { cacheUntil } from "@/lib/runtime/request-context";

export const dynamic = "force-dynamic";

/** The list and every upcoming event. */
export default async function sitemap(): Promise<MetadataRoute.Sitemap> {
  const { appUrl } = settings();
  cacheUntil(await firstUpcomingStart(now()));
  const events = await listSitemapEvents(now());
  return [
    { url: `${appUrl}/` },
    ...events.map(({ id, updatedAt }) => ({ url: `${appUrl}/events/${id}`, lastModified: updatedAt })),
  ];
}
