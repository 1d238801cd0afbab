import type { Metadata } from "next";
import { EventDays } from "@/components/events/event-days";
import { EventFilters } from "@/components/events/event-filters";
import { MonthCalendar } from "@/components/events/month-calendar";
import { SubscribeLinks } from "@/components/events/subscribe-links";
import { NotFound } from "@/components/shell/not-found";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeading } from "@/components/ui/page-heading";
import { Pager } from "@/components/ui/pager";
import { feedAddress } from "@/lib/events/feed-address";
import { type ListInput, lastPage, listInput } from "@/lib/events/input";
import { listAddress } from "@/lib/events/list-address";
import { firstUpcomingStart, listEventDates, listUpcomingEvents } from "@/lib/events/queries";
import { now } from "@/lib/runtime/clock";
import { settings } from "@/lib/runtime/env";
import { cacheUntil, setStatus } from "@/lib/runtime/request-context";
import { datesOf } from "@/lib/time/calendar-days";
import { toWallTime } from "@/lib/time/wall-time";
import { sharing, sitePicture } from "./sharing";

type Search = Promise<Record<string, string | string[] | undefined>>;
type Props = { searchParams: Search };

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const input = listInput.parse(firstOfEach(await searchParams));
  return sharing({
    title: "What’s on",
    description: "What is on, when and where. Free, one ticket each.",
    path: listAddress(input),
    calendar: feedAddress("ics", feedFilter(input)),
    feed: feedAddress("atom", feedFilter(input)),
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
  const today = toWallTime(now(), settings().eventTimeZone).date;
  const filter = feedFilter(input);
  const month = input.month ?? (input.from ?? today).slice(0, 7);
  const [{ events, more }, dates] = await Promise.all([
    listUpcomingEvents({ ...filter, page: input.page }, now()),
    listEventDates(datesOf(month), now()),
  ]);
  return (
    <>
      <PageHeading title="What’s on" />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-x-16 gap-y-10 lg:grid-cols-[minmax(0,1fr)_19rem]">
        <div>
          <EventFilters input={input} today={today} />
          {events.length > 0 ? (
            <EventDays events={events} today={today} />
          ) : (
            <NoEvents input={input} today={today} />
          )}
          {more && input.page === lastPage && (
            <p className="mt-8 text-muted">
              More events match, but this is the last page. Search, or choose dates, to find later ones.
            </p>
          )}
          <Pager
            page={input.page}
            more={more && input.page < lastPage}
            hrefOf={(page) => listAddress({ ...input, page })}
          />
        </div>
        <aside className="grid grid-cols-1 content-start gap-8 lg:pt-2">
          <MonthCalendar
            month={month}
            today={today}
            dates={dates}
            q={input.q}
            chosen={input.from === input.to ? input.from : undefined}
          />
          <SubscribeLinks appUrl={settings().appUrl} filter={filter} />
        </aside>
      </div>
    </>
  );
}

async function NoEvents({ input, today }: { input: ListInput; today: string }) {
  const { q, from, to, month, page } = input;
  if (page && page > 1)
    return (
      <EmptyState title="There are no events on this page">
        <ButtonLink href={listAddress({ ...input, page: 1 })} tone="quiet">
          First page
        </ButtonLink>
      </EmptyState>
    );
  if (!(q || from || to || month))
    return (
      <EmptyState title="Nothing is planned yet">
        New events appear here as soon as they are created.
      </EmptyState>
    );
  const backwards = from && to && !month && from > to;
  const next = await listUpcomingEvents({ q: "", page: 1 }, now());
  return (
    <>
      <EmptyState title={backwards ? "To is before From" : "No upcoming events match"}>
        <p className="mb-5">
          {backwards ? "Swap the two dates, or choose others." : "Try fewer words or other dates."}
        </p>
        <ButtonLink href="/" tone="quiet">
          Clear
        </ButtonLink>
      </EmptyState>
      {next.events.length > 0 && (
        <section className="mt-8">
          <p className="mb-2 text-muted">Next on</p>
          <EventDays events={next.events.slice(0, 3)} today={today} />
        </section>
      )}
    </>
  );
}

const firstOfEach = (search: Awaited<Search>) =>
  Object.fromEntries(
    Object.entries(search).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
  );

/** The filters that feeds have too: a month is its dates. */
const feedFilter = ({ q, from, to, month }: ListInput) => ({ q, ...(month ? datesOf(month) : { from, to }) });
