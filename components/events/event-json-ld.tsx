import type { PublicEvent } from "@/lib/events/queries";
import { plainText } from "@/lib/markdown/plain-text";
import { shorten } from "@/lib/markdown/shorten";
import { toOffsetTime } from "@/lib/time/wall-time";

type EventJsonLdProps = {
  event: PublicEvent;
  /** The URL of the event's page. */
  url: string;
  /** The URL of a picture of the event. */
  image?: string;
};

/**
 * An event for search engines (schema.org). A data block, which no Content-Security-Policy stops. It has no `offers`,
 * because that would have to say whether tickets are left.
 */
export function EventJsonLd({ event, url, image }: EventJsonLdProps) {
  const status = event.state === "cancelled" ? "EventCancelled" : "EventScheduled";
  const data = {
    "@context": "https://schema.org",
    "@type": "Event",
    name: event.name,
    url,
    startDate: toOffsetTime(event.startsAt, event.timeZone),
    endDate: toOffsetTime(event.endsAt, event.timeZone),
    eventStatus: `https://schema.org/${status}`,
    eventAttendanceMode: "https://schema.org/OfflineEventAttendanceMode",
    isAccessibleForFree: true,
    location: { "@type": "Place", name: event.location, address: event.location },
    organizer: { "@type": "Organization", name: event.host },
    ...(event.description && { description: shorten(plainText(event.description), 500) }),
    ...(image && { image }),
  };
  // React escapes only what would end the script; this leaves nothing that a parser of HTML could see.
  return <script type="application/ld+json">{JSON.stringify(data).replaceAll("<", "\\u003c")}</script>;
}
