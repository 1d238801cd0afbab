import type { Metadata } from "next";
import { cache } from "react";
import { AddToCalendar } from "@/components/events/add-to-calendar";
import { DateBadge } from "@/components/events/date-badge";
import { EventContact } from "@/components/events/event-contact";
import { EventDescription } from "@/components/events/event-description";
import { EventJsonLd } from "@/components/events/event-json-ld";
import { EventWhen } from "@/components/events/event-when";
import { LiveLabel } from "@/components/events/live-label";
import { Poster } from "@/components/events/poster";
import { RequestTicketForm } from "@/components/events/request-ticket-form";
import { ShareButton } from "@/components/events/share-button";
import { NotFound } from "@/components/shell/not-found";
import { Notice } from "@/components/ui/notice";
import { findPublicEvent, type PublicEvent } from "@/lib/events/queries";
import { picturePath } from "@/lib/pictures/picture-files";
import { now } from "@/lib/runtime/clock";
import { settings } from "@/lib/runtime/env";
import { cacheUntil, setStatus } from "@/lib/runtime/request-context";
import { formatStart, formatWhenInFull } from "@/lib/time/format";
import { openChoices, type UntilChoice } from "@/lib/waiting-list/until";
import { sharing } from "../../sharing";
import { joinWaitingList, leaveWaitingList, requestTicket } from "./actions";

type Params = { params: Promise<{ id: string }> };

/** Cached, because the page and its metadata both need it. */
const findEvent = cache((id: string) => findPublicEvent(id, now()));

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const event = await findEvent((await params).id);
  if (!event) return { title: "Not found" };
  const when = formatWhenInFull(event.startsAt, event.endsAt, event.timeZone);
  const cancelled = event.state === "cancelled" ? "Cancelled · " : "";
  const path = `/events/${event.id}`;
  return sharing({
    title: event.name,
    description: `${cancelled}${when} · ${event.location} · by ${event.host}`,
    path,
    calendar: `${path}/event.ics`,
  });
}

export default async function EventPage({ params }: Params) {
  const event = await findEvent((await params).id);
  if (!event) {
    setStatus(404);
    return <NotFound />;
  }
  const isFull = event.label?.kind === "full";
  const waiting = openChoices(event.startsAt, now());
  // The choices of a full event change as the start comes nearer.
  const upcomingUntil = isFull ? waiting.changesAt : event.startsAt;
  cacheUntil(event.state === "upcoming" ? upcomingUntil : event.state === "started" ? event.endsAt : null);
  const { appUrl } = settings();
  const url = `${appUrl}/events/${event.id}`;
  const image = event.pictureId ? appUrl + picturePath(event.pictureId, 1920) : undefined;
  return (
    <article>
      <EventJsonLd event={event} url={url} image={image} />
      <div className="relative -mx-4 -mt-6 sm:mx-0 sm:mt-0">
        <Poster
          event={event}
          sizes="(min-width: 72rem) 72rem, 100vw"
          loading="eager"
          className="h-45 w-full sm:h-80 sm:rounded-stub"
        />
        <div className="absolute -bottom-6 left-4 sm:left-6">
          <DateBadge at={event.startsAt} timeZone={event.timeZone} struck={event.state === "cancelled"} />
        </div>
      </div>
      <div className="mt-11 grid grid-cols-[minmax(0,1fr)] items-start gap-x-16 gap-y-8 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="grid grid-cols-1 max-w-reading gap-6">
          <div>
            <h1 className="text-2xl tracking-[-0.02em] wrap-anywhere sm:text-3xl">{event.name}</h1>
            <p className="mt-1.5 text-muted wrap-anywhere">
              by <span className="text-ink">{event.host}</span>
            </p>
          </div>
          <EventState event={event} />
          <div>
            <EventWhen event={event} />
            {event.state === "upcoming" && (
              <p className="text-sm text-muted">Fixed: this date and time never change.</p>
            )}
          </div>
          <div>
            <p className="font-display text-lg wrap-anywhere">{event.location}</p>
            <p className="text-sm text-muted">
              <a href={`/events/${event.id}/map`} rel="nofollow" className="underline underline-offset-2">
                Map
              </a>
            </p>
          </div>
          <div className="flex flex-wrap items-start gap-3 print:hidden">
            <AddToCalendar event={event} url={url} />
            <ShareButton title={event.name} url={url} />
          </div>
          {event.description && <EventDescription text={event.description} />}
          {event.contact && (
            <p className="text-muted">
              Questions? <EventContact contact={event.contact} />
            </p>
          )}
        </div>
        <RequestBar event={event} choices={isFull ? waiting.choices : null} />
      </div>
    </article>
  );
}

/** While there is something to request, it sticks to the lower edge of a phone. */
function RequestBar({ event, choices }: { event: PublicEvent; choices: UntilChoice[] | null }) {
  return (
    <aside
      id="ticket"
      aria-label="Ticket"
      className={`ticket-bar ${event.bookable ? "max-lg:sticky max-lg:bottom-0" : ""} z-10 max-lg:-mx-4 max-lg:border-t max-lg:border-hair max-lg:bg-page max-lg:px-4 max-lg:py-3 sm:max-lg:-mx-6 sm:max-lg:px-6 lg:sticky lg:top-6 lg:rounded-stub lg:border lg:border-hair lg:bg-surface lg:p-6 print:hidden`}
    >
      <RequestTicketForm
        action={requestTicket}
        eventId={event.id}
        bookable={event.bookable}
        waitingList={choices ? { join: joinWaitingList, leave: leaveWaitingList, choices } : undefined}
      >
        <p className="flex flex-wrap items-center gap-x-2 font-display lg:text-xl">
          <span className={event.state === "cancelled" ? "line-through" : ""}>
            {formatStart(event.startsAt, event.timeZone)}
          </span>
          <LiveLabel label={event.label} />
        </p>
      </RequestTicketForm>
    </aside>
  );
}

/** Why there is no ticket to request. */
function EventState({ event }: { event: PublicEvent }) {
  if (event.state === "cancelled") {
    return (
      <Notice tone="bad">
        <p className="font-display">Cancelled</p>
        {event.cancelReason && <p className="mt-1 wrap-anywhere whitespace-pre-line">{event.cancelReason}</p>}
        <WhatElse />
      </Notice>
    );
  }
  if (event.state === "ended")
    return (
      <Notice>
        This event has ended. <WhatElse />
      </Notice>
    );
  if (event.state === "started")
    return (
      <Notice>
        This event has started. Tickets are no longer available. <WhatElse />
      </Notice>
    );
  if (event.label?.kind === "full") {
    return (
      <Notice tone="warn">
        All tickets have been taken.{" "}
        <a href="#ticket" className="font-display underline underline-offset-4">
          Join the waiting list
        </a>
        : if a space becomes free, whoever is next gets a ticket at once.
      </Notice>
    );
  }
  return null;
}

const WhatElse = () => (
  <a href="/" className="font-display underline underline-offset-4">
    See what else is on
  </a>
);
