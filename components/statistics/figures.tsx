import { formatCount } from "@/components/ui/format-count";

type FiguresProps = { figures: { label: string; value: number | string }[]; className?: string };

/** Some figures in large type. */
export function Figures({ figures, className = "" }: FiguresProps) {
  return (
    <dl className={`grid grid-cols-2 gap-x-6 gap-y-4 ${className}`}>
      {figures.map(({ label, value }) => (
        <div key={label} className="min-w-0">
          <dt className="text-sm text-muted">{label}</dt>
          <dd className="font-display text-2xl tracking-[-0.02em] tabular-nums">
            {typeof value === "number" ? formatCount(value) : value}
          </dd>
        </div>
      ))}
    </dl>
  );
}
