import type { ManagedEvent } from "@/lib/events/queries";

type EventSectionsProps = {
  eventId: string;
  state: ManagedEvent["state"];
  /** The section that has the page to itself. */
  current?: "Messages" | "Statistics" | "Door";
};

/** The parts of managing an event. */
export function EventSections({ eventId, state, current }: EventSectionsProps) {
  const page = `/dashboard/events/${eventId}`;
  const sections = [
    [`${page}#overview`, "Overview"],
    [`${page}#attendees`, "Attendees"],
    ...(state === "upcoming" ? [[`${page}#waiting-list`, "Waiting list"]] : []),
    [`${page}/messages`, "Messages"],
    [`${page}/statistics`, "Statistics"],
    [`${page}/door`, "Door"],
    [`${page}#organisers`, "Organisers"],
    ...(state === "upcoming" || state === "started" ? [[`${page}#settings`, "Settings"]] : []),
  ];
  return (
    <nav aria-label="Sections" className="mb-6 border-y border-hair print:hidden">
      <ul className="flex flex-wrap gap-x-6">
        {sections.map(([href, label]) => (
          <li key={href}>
            <a
              href={href}
              aria-current={label === current ? "page" : undefined}
              className="flex min-h-11 items-center border-y-3 border-transparent font-display text-sm hover:text-link aria-[current]:border-b-accent"
            >
              {label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
