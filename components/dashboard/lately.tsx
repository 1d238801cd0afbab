import type { Activity } from "@/lib/statistics/queries";
import { formatStamp } from "@/lib/time/format";

const did: Record<Activity["kind"], string> = {
  ticket: "got a ticket for",
  void: "no longer has a ticket for",
  waiting: "waits for",
};

/** What happened lately at the viewer's events; nothing if nothing did. */
export function Lately({ activity }: { activity: Activity[] }) {
  if (activity.length === 0) return null;
  return (
    <section aria-labelledby="lately">
      <h2 id="lately" className="mb-3 text-xl">
        Lately
      </h2>
      <ul className="grid grid-cols-1 gap-3 text-sm">
        {activity.map(({ kind, at, name, event }) => (
          <li key={`${kind} ${at.getTime()} ${name} ${event.id}`} className="wrap-anywhere">
            <p>
              {name} {did[kind]} {event.name}
            </p>
            <p className="text-muted">
              <time dateTime={at.toISOString()}>{formatStamp(at, event.timeZone)}</time>
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
