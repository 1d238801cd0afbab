type EventSectionsProps = { eventId: string; isCancellable: boolean };

/** The parts of managing an event. */
export function EventSections({ eventId, isCancellable }: EventSectionsProps) {
  const page = `/dashboard/events/${eventId}`;
  const sections = [
    [`${page}#overview`, "Overview"],
    [`${page}#attendees`, "Attendees"],
    [`${page}/messages`, "Messages"],
    [`${page}#organisers`, "Organisers"],
    ...(isCancellable ? [[`${page}#settings`, "Settings"]] : []),
  ];
  return (
    <nav aria-label="Sections" className="mb-6 border-y border-hair print:hidden">
      <ul className="flex flex-wrap gap-x-6">
        {sections.map(([href, label]) => (
          <li key={href}>
            <a href={href} className="flex min-h-11 items-center font-display text-sm hover:text-link">
              {label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
