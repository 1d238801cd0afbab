import { Badge } from "@/components/ui/badge";
import { textButtonLook } from "@/components/ui/button-look";
import { chipLook } from "@/components/ui/chip-look";
import { CursorPager } from "@/components/ui/cursor-pager";
import { ListRow } from "@/components/ui/list-row";
import type { FormAction } from "@/lib/actions/form-state";
import type { ExcludedPerson } from "@/lib/exclusions/queries";
import { attendeeListAddress } from "@/lib/tickets/attendee-list";
import type { Attendee } from "@/lib/tickets/queries";
import { formatStamp } from "@/lib/time/format";
import { ListFields, type ListState } from "./list-fields";
import { MakeOrganiserForm, RemoveOrganiserForm } from "./organiser-forms";
import { PeopleSearch } from "./people-search";
import { AllowAgainForm, TakeBackForm } from "./take-back-forms";

type AttendeeListProps = {
  eventId: string;
  timeZone: string;
  attendees: Attendee[];
  list: ListState;
  /** The cursor of the next page; null on the last page. */
  next: string | null;
  /** Of a cancelled event: its attendees stay listed. */
  isCancelled: boolean;
  /** Those whose tickets were taken back. */
  excluded: ExcludedPerson[];
  promote: FormAction;
  demote: FormAction;
  /** Until the event has ended. */
  takeBack?: FormAction;
  /** The ticket that is about to be taken back. */
  takingBack: string | null;
  allow: FormAction;
};

const shown: [ListState["show"], string][] = [
  ["holding", "With a ticket"],
  ["checked-in", "Checked in"],
  ["void", "Void"],
];

const none: Record<ListState["show"], string> = {
  holding: "No tickets yet.",
  "checked-in": "Nobody is checked in yet.",
  void: "No ticket was cancelled or taken back.",
};

/** Request, check-in and end of a ticket, in the event's time zone. */
function whenOf({ requestedAt, checkedInAt, voidedAt }: Attendee, timeZone: string): string {
  const since = (what: string, at: Date | null) => at && `${what} ${formatStamp(at, timeZone)}`;
  return [formatStamp(requestedAt, timeZone), since("in", checkedInAt), since("void since", voidedAt)]
    .filter(Boolean)
    .join(" · ");
}

/** The people with tickets for an event, for its organisers: searchable, filtered and sorted. */
export function AttendeeList({
  eventId,
  timeZone,
  attendees,
  list,
  next,
  isCancelled,
  excluded,
  promote,
  demote,
  takeBack,
  takingBack,
  allow,
}: AttendeeListProps) {
  const { q, show, sort } = list;
  const hrefOf = (to: Partial<ListState>) =>
    attendeeListAddress(eventId, { ...list, after: null, ...to }, { hash: "#attendees" });
  return (
    <>
      <PeopleSearch
        action={attendeeListAddress(eventId, {}, { hash: "#attendees" })}
        label="Search attendees"
        q={q}
      >
        <ListFields list={{ ...list, q: "", after: null }} />
      </PeopleSearch>
      <nav aria-label="Which attendees" className="mb-2 flex flex-wrap gap-2">
        {shown.map(([value, label]) => (
          <a
            key={value}
            href={hrefOf({ show: value })}
            aria-current={value === show || undefined}
            className={chipLook}
          >
            {label}
          </a>
        ))}
      </nav>
      <p className="mb-2 text-sm text-muted">
        Sorted by{" "}
        {sort === "name" ? (
          <>
            name ·{" "}
            <a href={hrefOf({ sort: "requested" })} className="underline underline-offset-2">
              by request
            </a>
          </>
        ) : (
          <>
            request ·{" "}
            <a href={hrefOf({ sort: "name" })} className="underline underline-offset-2">
              by name
            </a>
          </>
        )}
      </p>
      {attendees.length === 0 ? (
        <p className="text-muted">{q ? "No attendees match your search." : none[show]}</p>
      ) : (
        <ul className="divide-y divide-hair">
          {attendees.map((attendee) => (
            <ListRow
              key={attendee.ticketId}
              id={`ticket-${attendee.ticketId}`}
              title={
                <>
                  {attendee.name} {attendee.isOrganiser && <Badge>Organiser</Badge>}{" "}
                  {(isCancelled || attendee.voidedAt) && <Badge tone="bad">Void</Badge>}
                  {attendee.checkedInAt && <Badge tone="good">Checked in</Badge>}
                </>
              }
              detail={[attendee.email, whenOf(attendee, timeZone)].filter(Boolean).join(" · ")}
            >
              {!isCancelled && !attendee.voidedAt && (
                <div className="flex flex-wrap items-start gap-x-5 gap-y-1">
                  {attendee.isOrganiser ? (
                    <RemoveOrganiserForm
                      action={demote}
                      eventId={eventId}
                      list={list}
                      userId={attendee.userId}
                      name={attendee.name}
                    />
                  ) : (
                    attendee.email !== null && (
                      <MakeOrganiserForm
                        action={promote}
                        eventId={eventId}
                        list={list}
                        userId={attendee.userId}
                        name={attendee.name}
                      />
                    )
                  )}
                  {takeBack && attendee.ticketId !== takingBack && (
                    <TakeBackButton eventId={eventId} list={list} attendee={attendee} />
                  )}
                </div>
              )}
              {takeBack && attendee.ticketId === takingBack && !attendee.voidedAt && (
                <div className="basis-full">
                  <TakeBackForm
                    action={takeBack}
                    eventId={eventId}
                    list={list}
                    ticketId={attendee.ticketId}
                    name={attendee.name}
                  />
                </div>
              )}
            </ListRow>
          ))}
        </ul>
      )}
      {attendees.length > 0 && (
        <p className="mt-4 text-sm">
          <a
            href={attendeeListAddress(eventId, { ...list, after: null }, { file: "/attendees.csv" })}
            className="inline-flex min-h-6 items-center font-display text-link underline underline-offset-2"
          >
            Download {q || show !== "holding" ? "what is shown" : "all"} as CSV
          </a>
        </p>
      )}
      <CursorPager
        label="Pages of attendees"
        first={list.after && hrefOf({})}
        next={next && hrefOf({ after: next })}
      />
      {excluded.length > 0 && (
        <>
          <h3 className="mt-6 text-lg">Tickets taken back</h3>
          <ul className="divide-y divide-hair">
            {excluded.map((person) => (
              <ListRow key={person.userId} title={person.name} detail={person.email}>
                <AllowAgainForm
                  action={allow}
                  eventId={eventId}
                  list={list}
                  userId={person.userId}
                  name={person.name}
                />
              </ListRow>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

type TakeBackButtonProps = { eventId: string; list: ListState; attendee: Attendee };

/** The first step of taking a ticket back: shows the list again, with the second in this row. */
function TakeBackButton({ eventId, list, attendee: { ticketId, name } }: TakeBackButtonProps) {
  const id = `take-back-${ticketId}`;
  return (
    <form
      action={attendeeListAddress(eventId, {}, { hash: `#ticket-${ticketId}` })}
      method="get"
      className="contents"
    >
      <ListFields list={list} />
      <input type="hidden" name="take-back" value={ticketId} />
      <span id={id} className="sr-only">
        {name}
      </span>
      <button type="submit" aria-describedby={id} className={textButtonLook}>
        Take ticket back
      </button>
    </form>
  );
}
