import { CalendarDays, Clock, MapPin } from "lucide-react";
import type { ReactNode } from "react";
import { formatDuration, formatEventTime } from "@/lib/time/format";
import { utcOffsetMinutes } from "@/lib/time/wall-time";
import { LocalTime } from "./local-time";

type EventWhenProps = {
  event: { startsAt: Date; endsAt: Date; timeZone: string; location: string; durationMinutes?: number };
};

/** An event's date, time and place, in its own zone. */
export function EventWhen({ event }: EventWhenProps) {
  const when = formatEventTime(event.startsAt, event.endsAt, event.timeZone);
  return (
    <dl className="grid gap-4">
      <Fact icon={<CalendarDays />} term="Date">
        <time dateTime={event.startsAt.toISOString()}>{when.date}</time>
      </Fact>
      <Fact icon={<Clock />} term="Time">
        {when.time} {when.zone}
        {event.durationMinutes && (
          <span className="block text-sm text-muted">{formatDuration(event.durationMinutes)}</span>
        )}
        <LocalTime
          startsAt={event.startsAt.toISOString()}
          endsAt={event.endsAt.toISOString()}
          date={when.date}
          utcOffsets={[
            utcOffsetMinutes(event.startsAt, event.timeZone),
            utcOffsetMinutes(event.endsAt, event.timeZone),
          ]}
        />
      </Fact>
      <Fact icon={<MapPin />} term="Location">
        {event.location}
      </Fact>
    </dl>
  );
}

function Fact({ icon, term, children }: { icon: ReactNode; term: string; children: ReactNode }) {
  return (
    <div className="flex gap-3">
      <dt className="mt-0.5 text-brand [&>svg]:size-5">
        {icon}
        <span className="sr-only">{term}</span>
      </dt>
      <dd className="min-w-0 wrap-anywhere">{children}</dd>
    </div>
  );
}
