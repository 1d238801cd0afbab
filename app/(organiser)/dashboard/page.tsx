import type { Metadata } from "next";
import { DraftList } from "@/components/dashboard/draft-list";
import { EventCard } from "@/components/dashboard/event-card";
import { FirstSteps } from "@/components/dashboard/first-steps";
import { Lately } from "@/components/dashboard/lately";
import { NeedsYou } from "@/components/dashboard/needs-you";
import { PublicCodeNotice } from "@/components/dashboard/public-code-notice";
import { Figures } from "@/components/statistics/figures";
import { ButtonLink } from "@/components/ui/button-link";
import { CursorPager } from "@/components/ui/cursor-pager";
import { DoneToast } from "@/components/ui/done-toast";
import { EmptyState } from "@/components/ui/empty-state";
import { formatCount } from "@/components/ui/format-count";
import { PageHeading } from "@/components/ui/page-heading";
import { requireViewer } from "@/lib/auth/viewer";
import { countCheckedIn } from "@/lib/check-in/queries";
import { mayCreateEvents } from "@/lib/events/access";
import { needsAttention } from "@/lib/events/attention";
import { dashboardInput } from "@/lib/events/input";
import { listDrafts, listManagedEvents, type ManagedEvent } from "@/lib/events/queries";
import { countDeadMails } from "@/lib/mail/queries";
import { now } from "@/lib/runtime/clock";
import { settings } from "@/lib/runtime/env";
import { findOrganiserFigures, findPace, listActivity } from "@/lib/statistics/queries";
import type { Point } from "@/lib/statistics/series";

export const metadata: Metadata = { title: "Dashboard" };

const doneTexts = new Map([
  ["draft-deleted", "Draft deleted."],
  ["left", "You no longer organise that event."],
]);

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function DashboardPage({ searchParams }: Props) {
  const viewer = await requireViewer("/dashboard");
  const search = await searchParams;
  const after = dashboardInput.parse(search);
  const list = async (group: "upcoming" | "past") => ({
    ...(await listManagedEvents(viewer.id, group, after[group], now())),
    group,
    after: after[group],
  });
  // Later pages of one list show only that list.
  const lists = [
    ...(after.past ? [] : [await list("upcoming")]),
    ...(after.upcoming ? [] : [await list("past")]),
  ];
  const events = lists.flatMap((page) => page.events);
  const undelivered = events.length > 0 ? await countDeadMails(events.map(({ id }) => id)) : new Map();
  const drafts = after.upcoming || after.past ? [] : await listDrafts(viewer.id);
  const isFirst = !after.upcoming && !after.past;
  const [pace, checkedIn, figures, activity] = await Promise.all([
    findPace(events, now()),
    countCheckedIn(events.filter(({ state }) => state === "started").map(({ id }) => id)),
    isFirst ? findOrganiserFigures(viewer.id, now()) : null,
    isFirst ? listActivity(viewer.id, now()) : [],
  ]);
  const none = events.length === 0 && drafts.length === 0 && isFirst;
  const mayCreate = mayCreateEvents(viewer);
  const create = mayCreate && <ButtonLink href="/dashboard/events/new">New event</ButtonLink>;
  return (
    <>
      <DoneToast texts={doneTexts} done={search.done} />
      <PageHeading title="Dashboard" actions={!none && create}>
        The events you organise.
      </PageHeading>
      {mayCreate && settings().organiserCodeIsPublic && <PublicCodeNotice />}
      {none &&
        (mayCreate ? (
          <FirstSteps />
        ) : (
          <EmptyState title="You don’t organise any events yet">
            <p className="mb-6">
              Events appear here when their organisers add you. To create your own events, register as an
              organiser with another address.
            </p>
            <ButtonLink href="/tickets">See my tickets</ButtonLink>
          </EmptyState>
        ))}
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-x-12 gap-y-8 lg:grid-cols-[minmax(0,1fr)_18rem]">
        <div>
          <NeedsYou
            found={needsAttention(events, { undelivered, checkedIn, drafts: drafts.length, now: now() })}
          />
          {lists.map(({ group, ...page }) => (
            <EventGroup key={group} title={titles[group]} group={group} pace={pace} {...page} />
          ))}
          <DraftList drafts={drafts} />
        </div>
        {!none && figures && (
          <aside aria-label="Figures" className="grid grid-cols-1 gap-8 lg:border-l lg:border-hair lg:pl-8">
            <Figures
              figures={[
                { label: "Upcoming", value: figures.upcoming },
                { label: "Tickets held", value: figures.tickets },
                { label: "This week", value: `+${formatCount(figures.ticketsThisWeek)}` },
                ...(figures.cameLastTime === null
                  ? []
                  : [{ label: "Came last time", value: `${Math.round(figures.cameLastTime * 100)} %` }]),
              ]}
            />
            <Lately activity={activity} />
          </aside>
        )}
      </div>
    </>
  );
}

const titles = { upcoming: "Upcoming", past: "Past and cancelled" };

type EventGroupProps = {
  title: string;
  group: "upcoming" | "past";
  events: ManagedEvent[];
  pace: Map<string, Point[]>;
  after: string | null;
  next: string | null;
};

function EventGroup({ title, group, events, pace, after, next }: EventGroupProps) {
  if (events.length === 0 && !after) return null;
  const onNow = events.filter(({ state }) => state === "started");
  return (
    <section className="mb-10">
      <EventCards title="On now" events={onNow} pace={pace} />
      <EventCards title={title} events={events.filter((event) => !onNow.includes(event))} pace={pace} />
      <CursorPager
        label={`Pages of ${title.toLowerCase()} events`}
        first={after && "/dashboard"}
        next={next && `/dashboard?${group}=${next}`}
      />
    </section>
  );
}

type EventCardsProps = Pick<EventGroupProps, "title" | "events" | "pace">;

function EventCards({ title, events, pace }: EventCardsProps) {
  if (events.length === 0) return null;
  return (
    <>
      <h2 className="mb-3 text-xl">{title}</h2>
      <ul className="mb-6 divide-y divide-hair border-t border-hair">
        {events.map((event) => (
          <EventCard key={event.id} event={event} pace={pace.get(event.id) ?? []} />
        ))}
      </ul>
    </>
  );
}
