import { Search } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { buttonLook } from "@/components/ui/button-look";
import { CursorPager } from "@/components/ui/cursor-pager";
import { inputLook } from "@/components/ui/input-look";
import type { FormAction } from "@/lib/actions/form-state";
import type { ExcludedPerson } from "@/lib/exclusions/queries";
import type { Attendee } from "@/lib/tickets/queries";
import { formatStamp } from "@/lib/time/format";
import { MakeOrganiserForm, RemoveOrganiserForm } from "./organiser-forms";
import { AllowAgainForm, TakeBackForm } from "./take-back-forms";

type AttendeeListProps = {
  eventId: string;
  timeZone: string;
  attendees: Attendee[];
  q: string;
  /** The last ticket of the previous page; null on the first page. */
  after: string | null;
  /** The cursor of the next page; null on the last page. */
  next: string | null;
  /** Of a cancelled event: its attendees stay listed. */
  isCancelled: boolean;
  /** Those whose tickets were taken back. */
  excluded: ExcludedPerson[];
  promote: FormAction;
  demote: FormAction;
  takeBack: FormAction;
  allow: FormAction;
};

/** An event's ticket holders for its organisers, searchable, in order of request. */
export function AttendeeList({
  eventId,
  timeZone,
  attendees,
  q,
  after,
  next,
  isCancelled,
  excluded,
  promote,
  demote,
  takeBack,
  allow,
}: AttendeeListProps) {
  const address = `/dashboard/events/${eventId}`;
  const hrefOf = (to: Record<string, string>) =>
    `${address}?${new URLSearchParams({ ...(q && { q }), ...to })}#attendees`;
  return (
    <>
      <form action={`${address}#attendees`} method="get" className="mb-4 flex gap-2">
        <input
          type="search"
          name="q"
          defaultValue={q}
          maxLength={100}
          aria-label="Search attendees"
          placeholder="Name or email"
          className={`${inputLook} max-w-sm`}
        />
        <button type="submit" className={buttonLook("quiet")}>
          <Search aria-hidden className="size-5" />
          <span className="sr-only">Search</span>
        </button>
      </form>
      {attendees.length === 0 ? (
        <p className="text-muted">{q ? "No attendees match your search." : "No tickets yet."}</p>
      ) : (
        <ul className="divide-y divide-hair">
          {attendees.map((attendee) => (
            <li
              key={attendee.userId}
              className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-3"
            >
              <div className="min-w-0">
                <p className="font-display wrap-anywhere">
                  {attendee.name} {attendee.isOrganiser && <Badge>Organiser</Badge>}{" "}
                  {isCancelled && <Badge tone="bad">Void</Badge>}
                </p>
                <p className="text-sm text-muted wrap-anywhere">
                  {attendee.email} · {formatStamp(attendee.requestedAt, timeZone)}
                </p>
              </div>
              {!isCancelled && (
                <div className="flex flex-wrap items-start gap-2">
                  {attendee.isOrganiser ? (
                    <RemoveOrganiserForm
                      action={demote}
                      eventId={eventId}
                      list={{ q, after }}
                      userId={attendee.userId}
                      name={attendee.name}
                    />
                  ) : (
                    <MakeOrganiserForm
                      action={promote}
                      eventId={eventId}
                      list={{ q, after }}
                      userId={attendee.userId}
                      name={attendee.name}
                    />
                  )}
                  <TakeBackForm
                    action={takeBack}
                    eventId={eventId}
                    list={{ q, after }}
                    ticketId={attendee.ticketId}
                    name={attendee.name}
                  />
                </div>
              )}
            </li>
          ))}
        </ul>
      )}
      {attendees.length > 0 && (
        <p className="mt-4 text-sm">
          <a
            href={`${address}/attendees.csv${q && `?${new URLSearchParams({ q })}`}`}
            className="inline-flex min-h-6 items-center font-display text-link underline underline-offset-2"
          >
            Download {q ? "what was found" : "all"} as CSV
          </a>
        </p>
      )}
      <CursorPager
        label="Pages of attendees"
        first={after && hrefOf({})}
        next={next && hrefOf({ after: next })}
      />
      {excluded.length > 0 && (
        <>
          <h3 className="mt-6 text-lg">Tickets taken back</h3>
          <ul className="divide-y divide-hair">
            {excluded.map((person) => (
              <li
                key={person.userId}
                className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-3"
              >
                <div className="min-w-0">
                  <p className="font-display wrap-anywhere">{person.name}</p>
                  <p className="text-sm text-muted wrap-anywhere">{person.email}</p>
                </div>
                <AllowAgainForm
                  action={allow}
                  eventId={eventId}
                  list={{ q, after }}
                  userId={person.userId}
                  name={person.name}
                />
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
