import { formatDateBadge } from "@/lib/time/format";

/** A date as a stamp. Hidden from screen readers, because the text beside it has the date too. */
export function DateBadge({ at, timeZone, struck }: { at: Date; timeZone: string; struck?: boolean }) {
  const badge = formatDateBadge(at, timeZone);
  return (
    <div
      aria-hidden
      className={`grid min-w-18 justify-items-center rounded-button border border-hair bg-surface px-3 py-2 text-center shadow-lg shadow-black/10 ${
        struck ? "text-muted line-through decoration-2" : ""
      }`}
    >
      <span className="text-xs uppercase">{badge.weekday}</span>
      <span className="font-display text-2xl leading-7">{badge.day}</span>
      <span className="text-xs">{badge.month}</span>
    </div>
  );
}
