import { formatLeaf } from "@/lib/time/format";

/** A small calendar leaf; the date it shows is also in the text beside it, so it is hidden from readers. */
export function DateLeaf({ at, timeZone }: { at: Date; timeZone: string }) {
  const leaf = formatLeaf(at, timeZone);
  return (
    <div
      aria-hidden
      className="grid w-14 shrink-0 self-start overflow-hidden rounded-control border border-line bg-surface text-center"
    >
      <span className="bg-brand py-0.5 text-xs font-bold tracking-wide text-on-brand uppercase">
        {leaf.month}
      </span>
      <span className="pt-1 text-xl leading-none font-bold">{leaf.day}</span>
      <span className="pb-1.5 text-xs text-muted">{leaf.weekday}</span>
    </div>
  );
}
