import { buttonLook } from "@/components/ui/button-look";
import { chipLook } from "@/components/ui/chip-look";
import { inputLook } from "@/components/ui/input-look";
import type { ListInput } from "@/lib/events/input";
import { listAddress } from "@/lib/events/list-address";
import { datesFrom } from "@/lib/time/calendar-days";
import { SearchField } from "./search-field";

type EventFiltersProps = {
  input: ListInput;
  /** `YYYY-MM-DD` */
  today: string;
};

/** Search and dates of the public list, which are all in the address. */
export function EventFilters({ input, today }: EventFiltersProps) {
  const { q, from, to, month } = input;
  const dates = datesFrom(today);
  const chips = [
    { label: "All", range: {} },
    { label: "Today", range: dates.today },
    { label: "This week", range: dates.week },
    { label: "Weekend", range: dates.weekend },
  ];
  // On a Sunday, for example, all three are the same dates.
  const current = month ? -1 : chips.findIndex(({ range }) => sameDates(range, { from, to }));
  const ownDates = current < 0;
  return (
    <search className="mb-4 grid gap-3">
      <SearchField q={q} filters={{ from, to, month }} />
      <div className="flex flex-wrap gap-2">
        {chips.map(({ label, range }, n) => (
          <a
            key={label}
            href={listAddress({ q, ...range })}
            aria-current={n === current || undefined}
            className={chipLook}
          >
            {label}
          </a>
        ))}
        <details className="contents" open={ownDates && !month}>
          <summary className={chipLook} aria-current={ownDates || undefined}>
            Dates…
          </summary>
          <form
            action="/"
            method="get"
            className="grid basis-full grid-cols-2 items-end gap-3 py-1 sm:max-w-lg sm:grid-cols-[1fr_1fr_auto]"
          >
            {q && <input type="hidden" name="q" value={q} />}
            <label className="min-w-0 font-display text-sm">
              From
              <input type="date" name="from" defaultValue={from} required className={`mt-1.5 ${inputLook}`} />
            </label>
            <label className="min-w-0 font-display text-sm">
              To
              <input type="date" name="to" defaultValue={to} required className={`mt-1.5 ${inputLook}`} />
            </label>
            <button type="submit" className={`${buttonLook("quiet")} col-span-2 sm:col-span-1`}>
              Show dates
            </button>
          </form>
        </details>
      </div>
    </search>
  );
}

type Dates = { from?: string; to?: string };
const sameDates = (a: Dates, b: Dates) => a.from === b.from && a.to === b.to;
