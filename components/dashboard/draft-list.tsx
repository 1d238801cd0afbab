import { draftName } from "@/lib/events/draft-name";
import type { Draft } from "@/lib/events/queries";

/** The drafts of the viewer, as links to their forms; nothing without one. */
export function DraftList({ drafts }: { drafts: Draft[] }) {
  if (drafts.length === 0) return null;
  return (
    <section className="mb-10">
      <h2 className="mb-3 text-xl">Drafts</h2>
      <ul className="divide-y divide-hair">
        {drafts.map(({ id, fields }) => (
          <li key={id} className="py-3">
            <a
              href={`/dashboard/events/${id}/edit`}
              className="font-display text-link underline underline-offset-2 wrap-anywhere"
            >
              {draftName(fields.name)}
            </a>
            <p className="text-sm text-muted wrap-anywhere">
              {[fields.date, fields.location].filter(Boolean).join(" · ") || "No date and no location yet"}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
