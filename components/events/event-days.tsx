import type { ListedEvent } from "@/lib/events/queries";
import { formatDayHeading } from "@/lib/time/format";
import { EventRow } from "./event-row";

/** Events below the headings of their days. @param today `YYYY-MM-DD` */
export function EventDays({ events, today }: { events: ListedEvent[]; today: string }) {
  // An event further west may start later and yet on an earlier day.
  const days = [...new Set(events.map(({ startDate }) => startDate))].sort();
  return (
    <div className="grid grid-cols-1 gap-4">
      {days.map((day) => {
        const heading = formatDayHeading(day, today);
        return (
          <section key={day}>
            <h2 className="sticky top-0 z-10 border-b border-hair bg-page py-2 text-base">
              {heading.name} <span className="ml-1 font-sans font-normal text-muted">{heading.date}</span>
            </h2>
            <ul className="divide-y divide-hair">
              {events
                .filter(({ startDate }) => startDate === day)
                .map((event) => (
                  <EventRow key={event.id} event={event} />
                ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}
