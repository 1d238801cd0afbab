import { EventLine } from "@/components/events/event-line";
import { draftName } from "@/lib/events/draft-name";
import type { Draft } from "@/lib/events/queries";

/** The drafts of the viewer, as links to their forms; nothing without one. */
export function DraftList({ drafts }: { drafts: Draft[] }) {
  if (drafts.length === 0) return null;
  return (
    <section id="drafts" className="mb-10 scroll-mt-6">
      <h2 className="mb-3 text-xl">Drafts</h2>
      <ul className="divide-y divide-hair">
        {drafts.map(({ id, fields, pictureId }) => (
          <EventLine
            key={id}
            event={{ id, name: draftName(fields.name), pictureId }}
            href={`/dashboard/events/${id}/edit`}
            heading="h3"
            above={fields.date || "No date yet"}
          >
            {fields.location || "No location yet"}
          </EventLine>
        ))}
      </ul>
    </section>
  );
}
