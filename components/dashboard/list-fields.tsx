/** What the attendee list of an event's page shows: its search, and the last ticket of the page before. */
export type ListState = { q: string; after: string | null };

/** Sends what the attendee list shows, so that the action can lead back to it. */
export function ListFields({ list }: { list: ListState }) {
  return (
    <>
      {list.q && <input type="hidden" name="q" value={list.q} />}
      {list.after && <input type="hidden" name="after" value={list.after} />}
    </>
  );
}
