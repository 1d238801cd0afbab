import type { Metadata } from "next";
import { EventFilterForm } from "@/components/events/event-filter-form";
import { EventRow } from "@/components/events/event-row";
import { SubscribeLinks } from "@/components/events/subscribe-links";
import { NotFound } from "@/components/shell/not-found";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeading } from "@/components/ui/page-heading";
import { Pager } from "@/components/ui/pager";
import { feedAddress } from "@/lib/events/feed-address";
import { type ListInput, lastPage, listInput } from "@/lib/events/input";
import { firstUpcomingStart, listUpcomingEvents } from "@/lib/events/queries";
import { now } from "@/lib/runtime/clock";
import { settings } from "@/lib/runtime/env";
import { cacheUntil, setStatus } from "@/lib/runtime/request-context";
import { sharing, sitePicture } from "./sharing";

type Search = Promise<Record<string, string | string[] | undefined>>;
type Props = { searchParams: Search };

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const input = listInput.parse(firstOfEach(await searchParams));
  return sharing({
    title: "Upcoming events",
    description: "What is on, when and where. Free, one ticket each.",
    path: addressOf(input),
    calendar: feedAddress("ics", input),
    feed: feedAddress("atom", input),
    picture: sitePicture,
  });
}

export default async function EventListPage({ searchParams }: Props) {
  const input = listInput.parse(firstOfEach(await searchParams));
  if (input.page === null) {
    setStatus(404);
    return <NotFound />;
  }
  cacheUntil(await firstUpcomingStart(now()));
  const { events, more } = await listUpcomingEvents({ ...input, page: input.page }, now());
  return (
    <>
      <PageHeading title="Upcoming events">One ticket each, shown on your phone at the door.</PageHeading>
      <EventFilterForm {...input} />
      {events.length > 0 ? (
        <ul className="grid gap-3">
          {events.map((event) => (
            <EventRow key={event.id} event={event} />
          ))}
        </ul>
      ) : (
        <NoEvents input={input} />
      )}
      {more && input.page === lastPage && (
        <p className="mt-8 text-muted">
          More events match, but this is the last page. Search, or choose dates, to find later ones.
        </p>
      )}
      <SubscribeLinks appUrl={settings().appUrl} filter={input} />
      <Pager
        page={input.page}
        more={more && input.page < lastPage}
        hrefOf={(page) => addressOf({ ...input, page })}
      />
    </>
  );
}

function NoEvents({ input }: { input: ListInput }) {
  if (input.page && input.page > 1)
    return <EmptyState title="There are no events on this page">Go back to the previous page.</EmptyState>;
  const filtered = input.q || input.from || input.to;
  return filtered ? (
    <EmptyState title="No upcoming events match">Try fewer words or other dates.</EmptyState>
  ) : (
    <EmptyState title="Nothing is planned yet">
      New events appear here as soon as they are created.
    </EmptyState>
  );
}

const firstOfEach = (search: Awaited<Search>) =>
  Object.fromEntries(
    Object.entries(search).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
  );

function addressOf({ q, from, to, page }: ListInput): string {
  const query = new URLSearchParams();
  if (q) query.set("q", q);
  if (from) query.set("from", from);
  if (to) query.set("to", to);
  if (page && page > 1) query.set("page", String(page));
  return query.size > 0 ? `/?${query}` : "/";
}
