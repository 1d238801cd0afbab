import { formatDuration, formatEventTime } from "@/lib/time/format";
import { utcOffsetMinutes } from "@/lib/time/wall-time";
import { LocalTime } from "./local-time";

type EventWhenProps = {
  event: { startsAt: Date; endsAt: Date; timeZone: string; durationMinutes?: number };
};

/** An event's date and time in its own zone, as one range if it lasts several days. */
export function EventWhen({ event }: EventWhenProps) {
  const when = formatEventTime(event.startsAt, event.endsAt, event.timeZone);
  return (
    <div>
      <p className="font-display text-lg">
        <time dateTime={event.startsAt.toISOString()}>{when.date}</time>
        {when.isOneDay ? <br /> : ", "}
        {when.time} {when.zone}
      </p>
      <p className="mt-0.5 text-sm text-muted">
        {event.durationMinutes && formatDuration(event.durationMinutes)}
        <LocalTime
          startsAt={event.startsAt.toISOString()}
          endsAt={event.endsAt.toISOString()}
          date={when.date}
          utcOffsets={[
            utcOffsetMinutes(event.startsAt, event.timeZone),
            utcOffsetMinutes(event.endsAt, event.timeZone),
          ]}
        />
      </p>
    </div>
  );
}
