import type { Metadata } from "next";
import { NewEventForm } from "@/components/dashboard/event-form";
import { NotFound } from "@/components/shell/not-found";
import { PageHeading } from "@/components/ui/page-heading";
import { requireViewer } from "@/lib/auth/viewer";
import { mayCreateEvents } from "@/lib/events/access";
import { defaultHost } from "@/lib/events/default-host";
import { findEventFor, type ManagedEvent } from "@/lib/events/queries";
import { rowId } from "@/lib/input/text-input";
import { now } from "@/lib/runtime/clock";
import { settings } from "@/lib/runtime/env";
import { setStatus } from "@/lib/runtime/request-context";
import { timeZoneNames, toWallTime } from "@/lib/time/wall-time";
import { createEvent } from "./actions";

export const metadata: Metadata = { title: "New event" };

type Search = { searchParams: Promise<{ from?: string | string[] }> };

export default async function NewEventPage({ searchParams }: Search) {
  const { from } = await searchParams;
  const viewer = await requireViewer("/dashboard/events/new");
  if (!mayCreateEvents(viewer)) {
    setStatus(404);
    return <NotFound />;
  }
  const copied = typeof from === "string" ? await findEventFor(rowId.parse(from), viewer.id, now()) : null;
  const zone = settings().eventTimeZone;
  const values = copied
    ? valuesOf(copied)
    : { host: defaultHost(viewer), timeZone: zone, hours: "2", minutes: "0" };
  return (
    <div className="mx-auto max-w-reading">
      <PageHeading title={copied ? "Duplicate event" : "New event"}>
        {copied
          ? "A new event with the same details. The original is not changed; cancel it if this one replaces it."
          : "It appears on the public list as soon as you create it."}
      </PageHeading>
      <NewEventForm
        action={createEvent}
        values={values}
        timeZones={[...new Set([...timeZoneNames(), values.timeZone])].sort()}
        today={toWallTime(new Date(now().getTime() - 86_400_000), "UTC").date}
      />
    </div>
  );
}

/** The form values of a duplicate. */
const valuesOf = (event: ManagedEvent) => ({
  name: event.name,
  description: event.description,
  location: event.location,
  host: event.host,
  contact: event.contact,
  pictureId: event.pictureId ?? "",
  capacity: String(event.capacity),
  ...toWallTime(event.startsAt, event.timeZone),
  timeZone: event.timeZone,
  hours: String(Math.floor(event.durationMinutes / 60)),
  minutes: String(event.durationMinutes % 60),
});
