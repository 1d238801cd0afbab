import type { ReactNode } from "react";

type ListRowProps = {
  /** Where a link to this row leads. */
  id?: string;
  title: ReactNode;
  /** For `aria-describedby`. */
  titleId?: string;
  detail: ReactNode;
  /** Badges, buttons and forms beside it, or below where there is no room. */
  children?: ReactNode;
};

/** A row of a list of people or mails: who or what, a line about it, and what can be done. */
export function ListRow({ id, title, titleId, detail, children }: ListRowProps) {
  return (
    <li id={id} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-3">
      <div className="min-w-0">
        <p id={titleId} className="font-display wrap-anywhere">
          {title}
        </p>
        <p className="text-sm text-muted wrap-anywhere">{detail}</p>
      </div>
      {children}
    </li>
  );
}
