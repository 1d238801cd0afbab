import type { ReactNode } from "react";

/** Replaces an empty list: why it is empty and what to do. */
export function EmptyState({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="rounded-control border border-dashed border-hair px-6 py-12 text-center">
      <p className="text-lg font-display">{title}</p>
      {children && <div className="mx-auto mt-2 max-w-reading text-muted">{children}</div>}
    </div>
  );
}
