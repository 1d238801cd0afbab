import { formatDateBadge } from "@/lib/time/format";

/** A date as a small calendar. Hidden from screen readers, because the text beside it has the date too. */
export function DateBadge({ at, timeZone }: { at: Date; timeZone: string }) {
  const badge = formatDateBadge(at, timeZone);
  return (
    <div
      aria-hidden
      className="grid w-14 shrink-0 self-start overflow-hidden rounded-control border border-line bg-surface text-center"
    >
      <span className="bg-brand py-0.5 text-xs font-bold tracking-wide text-on-brand uppercase">
        {badge.month}
      </span>
      <span className="pt-1 text-xl leading-none font-bold">{badge.day}</span>
      <span className="pb-1.5 text-xs text-muted">{badge.weekday}</span>
    </div>
  );
}
