import { CursorPager } from "@/components/ui/cursor-pager";
import { formatCount } from "@/components/ui/format-count";
import { ListRow } from "@/components/ui/list-row";
import type { FormAction } from "@/lib/actions/form-state";
import { formatStamp } from "@/lib/time/format";
import type { WaitingAttendee } from "@/lib/waiting-list/queries";
import { RemoveFromWaitingListForm } from "./remove-from-waiting-list-form";

type WaitingListProps = {
  eventId: string;
  timeZone: string;
  waiting: WaitingAttendee[];
  /** The position of the first of them, from 1. */
  first: number;
  total: number;
  /** The last entry of the previous page; null on the first page. */
  after: string | null;
  /** The cursor of the next page; null on the last page. */
  next: string | null;
  remove: FormAction;
};

/** Who waits for a ticket, for the event's organisers, in the order in which they get one. */
export function WaitingList({
  eventId,
  timeZone,
  waiting,
  first,
  total,
  after,
  next,
  remove,
}: WaitingListProps) {
  const address = `/dashboard/events/${eventId}`;
  if (total === 0)
    return <p className="text-muted">Nobody is waiting. People can join the list while the event is full.</p>;
  return (
    <>
      <p className="mb-2 text-sm text-muted">
        {formatCount(total)} waiting. A space that becomes free goes to the first at once, and they are
        emailed.
      </p>
      <ol start={first} className="divide-y divide-hair">
        {waiting.map(({ id, name, email, joinedAt, until }, n) => (
          <ListRow
            key={id}
            title={
              <>
                <span className="text-muted">{formatCount(first + n)}.</span> {name}
              </>
            }
            detail={`${email} · since ${formatStamp(joinedAt, timeZone)} · until ${formatStamp(until, timeZone)}`}
          >
            <RemoveFromWaitingListForm action={remove} eventId={eventId} entryId={id} name={name} />
          </ListRow>
        ))}
      </ol>
      <p className="mt-4 text-sm">
        <a
          href={`${address}/attendees.csv?show=waiting`}
          className="inline-flex min-h-6 items-center font-display text-link underline underline-offset-2"
        >
          Download the waiting list as CSV
        </a>
      </p>
      <CursorPager
        label="Pages of the waiting list"
        first={after && `${address}#waiting-list`}
        next={next && `${address}?waiting=${next}#waiting-list`}
      />
    </>
  );
}
