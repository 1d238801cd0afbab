import { ChevronLeft, ChevronRight } from "lucide-react";
import { listAddress } from "@/lib/events/list-address";
import { addMonths, weeksOf } from "@/lib/time/calendar-days";
import { formatDate, formatMonth } from "@/lib/time/format";

type MonthCalendarProps = {
  /** `YYYY-MM` */
  month: string;
  /** `YYYY-MM-DD`, as are `dates` */
  today: string;
  /** The days with events. */
  dates: string[];
  q: string;
  /** The chosen day. */
  chosen?: string;
};

const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const arrow = "grid size-9 place-items-center rounded-full hover:bg-raised";

/** A month whose days with events are links to the list of that day. */
export function MonthCalendar({ month, today, dates, q, chosen }: MonthCalendarProps) {
  const withEvents = new Set(dates);
  const previous = addMonths(month, -1);
  return (
    <section aria-label="Calendar">
      <div className="mb-2 flex items-center justify-between">
        <h2 className="text-lg">{formatMonth(month)}</h2>
        <div className="flex gap-1">
          {previous >= today.slice(0, 7) && (
            <a href={listAddress({ q, month: previous })} className={arrow} aria-label="Previous month">
              <ChevronLeft aria-hidden className="size-5" />
            </a>
          )}
          <a href={listAddress({ q, month: addMonths(month, 1) })} className={arrow} aria-label="Next month">
            <ChevronRight aria-hidden className="size-5" />
          </a>
        </div>
      </div>
      <table className="w-full table-fixed text-center text-sm">
        <thead>
          <tr>
            {weekdays.map((name) => (
              <th key={name} scope="col" abbr={name} className="pb-1 text-xs font-normal text-muted">
                {name.slice(0, 2)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeksOf(month).map((week) => (
            <tr key={week.find((day) => day)}>
              {week.map((day, place) => (
                <td key={weekdays[place]} className="p-0.5">
                  {day && (
                    <Day
                      day={day}
                      href={withEvents.has(day) ? listAddress({ q, from: day, to: day }) : null}
                      isToday={day === today}
                      isChosen={day === chosen}
                    />
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

type DayProps = { day: string; href: string | null; isToday: boolean; isChosen: boolean };

function Day({ day, href, isToday, isChosen }: DayProps) {
  const look = `grid aspect-square place-items-center rounded-full ${isToday ? "ring-1 ring-edge" : ""}`;
  const number = Number(day.slice(8));
  if (!href) return <span className={`${look} text-muted`}>{number}</span>;
  return (
    <a
      href={href}
      aria-label={`Events on ${formatDate(day)}`}
      aria-current={isChosen ? "date" : undefined}
      className={`${look} font-display ${isChosen ? "bg-ink text-page" : "bg-accent text-on-accent hover:bg-ink hover:text-page"}`}
    >
      {number}
    </a>
  );
}
