import type { ReactNode } from "react";

type PageHeadingProps = { title: string; children?: ReactNode; actions?: ReactNode };

/** The `h1` of a page, a line below it, and actions beside it. */
export function PageHeading({ title, children, actions }: PageHeadingProps) {
  return (
    <div className="mb-6 flex flex-wrap items-end justify-between gap-x-6 gap-y-4">
      <div className="min-w-0">
        <h1 className="text-2xl tracking-[-0.02em] wrap-anywhere sm:text-3xl">{title}</h1>
        {children && <div className="mt-1.5 max-w-reading text-muted">{children}</div>}
      </div>
      {actions && <div className="flex flex-wrap gap-3">{actions}</div>}
    </div>
  );
}
