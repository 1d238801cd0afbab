import { CalendarSync, Rss } from "lucide-react";
import { webcal } from "@/lib/calendar/webcal";
import { feedAddress } from "@/lib/events/feed-address";
import type { FeedFilter } from "@/lib/events/input";

type SubscribeLinksProps = { appUrl: string; filter: Partial<FeedFilter> };

const look = "inline-flex min-h-11 items-center gap-2 underline underline-offset-2";

/** Links that keep a calendar or a feed reader up to date with the list, filters included. */
export function SubscribeLinks({ appUrl, filter }: SubscribeLinksProps) {
  return (
    <p className="flex flex-wrap gap-x-6">
      <a href={webcal(appUrl + feedAddress("ics", filter))} className={look}>
        <CalendarSync aria-hidden className="size-5" />
        Subscribe in your calendar
      </a>
      <a href={feedAddress("atom", filter)} type="application/atom+xml" className={look}>
        <Rss aria-hidden className="size-5" />
        Atom feed
      </a>
    </p>
  );
}
