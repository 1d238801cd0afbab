import type { ReactNode } from "react";
import { PageHeading } from "@/components/ui/page-heading";

type NarrowPageProps = {
  title: string;
  /** A line below the heading. */
  lead?: ReactNode;
  /** Links to related pages. */
  below?: ReactNode;
  children: ReactNode;
};

/** The layout of the pages around sign-in: one column. */
export function NarrowPage({ title, lead, below, children }: NarrowPageProps) {
  return (
    <div className="mx-auto max-w-md">
      <PageHeading title={title}>{lead}</PageHeading>
      <div className="grid grid-cols-1 gap-5">{children}</div>
      {below && <div className="mt-6 grid gap-2 border-t border-hair pt-5 text-muted">{below}</div>}
    </div>
  );
}
