import type { Metadata } from "next";
import { cache } from "react";
import { AddToCalendar } from "@/components/events/add-to-calendar";
import { AvailabilityBadge } from "@/components/events/availability-badge";
import { EventDescription } from "@/components/events/event-description";
import { EventJsonLd } from "@/components/events/event-json-ld";
import { EventWhen } from "@/components/events/event-when";
import { MapLink } from "@/components/events/map-link";
import { RequestTicketForm } from "@/components/events/request-ticket-form";
import { ShareButton } from "@/components/events/share-button";
import { NotFound } from "@/components/shell/not-found";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import { PageHeading } from "@/components/ui/page-heading";
import { findPublicEvent, type PublicEvent } from "@/lib/events/queries";
import { now } from "@/lib/runtime/clock";
import { settings } from "@/lib/runtime/env";
import { cacheUntil, setStatus } from "@/lib/runtime/request-context";
import { formatEventTime } from "@/lib/time/format";
import { sharing } from "../../sharing";
import { requestTicket } from "./actions";

type Params = { params: Promise<{ id: string }> };

/** Cached, because the page and its metadata both need it. */
const findEvent = cache((id: string) => findPublicEvent(id, now()));

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const event = await findEvent((await params).id);
  if (!event) return { title: "Not found" };
  const { date, time, zone } = formatEventTime(event.startsAt, event.endsAt, event.timeZone);
  const cancelled = event.state === "cancelled" ? "Cancelled · " : "";
  const path = `/events/${event.id}`;
  return sharing({
    title: event.name,
    description: `${cancelled}${date}, ${time} ${zone} · ${event.location} · by ${event.host}`,
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
  cacheUntil(event.state === "upcoming" ? event.startsAt : event.state === "started" ? event.endsAt : null);
  const url = `${settings().appUrl}/events/${event.id}`;
  return (
    <article>
      <EventJsonLd event={event} url={url} />
      <PageHeading title={event.name}>
        <AvailabilityBadge label={event.label} />
      </PageHeading>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-8 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="order-last grid gap-6 lg:order-first">
          {event.description ? (
            <EventDescription text={event.description} />
          ) : (
            <p className="text-muted">There is no description yet.</p>
          )}
        </div>
        <Card className="grid gap-6">
          <EventWhen event={event} />
          <p>
            <MapLink place={event.location}>Open a map</MapLink>
          </p>
          <div className="flex flex-wrap items-start gap-3">
            <AddToCalendar event={event} url={url} />
            <ShareButton title={event.name} url={url} />
          </div>
          <RequestTicketForm action={requestTicket} eventId={event.id} bookable={event.bookable}>
            <EventState event={event} />
          </RequestTicketForm>
          {event.state === "upcoming" && (
            <p className="text-sm text-muted">The date and time are fixed and will never change.</p>
          )}
        </Card>
      </div>
    </article>
  );
}

function EventState({ event }: { event: PublicEvent }) {
  if (event.state === "cancelled") {
    return (
      <Notice tone="bad">
        <p className="font-semibold">Cancelled</p>
        {event.cancelReason && <p className="mt-1 wrap-anywhere whitespace-pre-line">{event.cancelReason}</p>}
      </Notice>
    );
  }
  if (event.state === "ended") return <Notice>This event has ended.</Notice>;
  if (event.state === "started")
    return <Notice>This event has started. Tickets are no longer available.</Notice>;
  if (event.label?.kind === "full") {
    return (
      <Notice tone="warn">
        All tickets have been taken. If someone cancels, their space becomes available immediately.
      </Notice>
    );
  }
  return null;
}
