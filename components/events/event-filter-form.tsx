import { buttonLook } from "@/components/ui/button-look";

type EventFilterFormProps = { q: string; from?: string; to?: string };

const inputLook =
  "mt-1.5 w-full min-w-0 rounded-control border border-line bg-surface px-3 py-2 text-base min-h-11";

/** The filters of the public list, which are all in the URL. */
export function EventFilterForm({ q, from, to }: EventFilterFormProps) {
  const filtered = q || from || to;
  return (
    <form
      action="/"
      method="get"
      className="mb-8 grid grid-cols-2 items-end gap-3 lg:grid-cols-[1fr_auto_auto_auto]"
    >
      <search className="contents">
        <label className="col-span-2 font-medium lg:col-span-1">
          Search
          <input
            type="search"
            name="q"
            defaultValue={q}
            maxLength={100}
            placeholder="Name or place"
            className={inputLook}
          />
        </label>
        <label className="min-w-0 font-medium">
          From
          <input type="date" name="from" defaultValue={from} className={inputLook} />
        </label>
        <label className="min-w-0 font-medium">
          To
          <input type="date" name="to" defaultValue={to} className={inputLook} />
        </label>
        <div className="col-span-2 flex gap-3 lg:col-span-1">
          <button type="submit" className={`${buttonLook("brand")} grow`}>
            Find events
          </button>
          {filtered && (
            <a href="/" className={buttonLook("quiet")}>
              Clear
            </a>
          )}
        </div>
      </search>
    </form>
  );
}
