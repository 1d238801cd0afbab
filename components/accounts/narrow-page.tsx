import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";
import { PageHeading } from "@/components/ui/page-heading";

type NarrowPageProps = {
  title: string;
  /** A line below the heading. */
  lead?: ReactNode;
  /** Links to related pages. */
  below?: ReactNode;
  children: ReactNode;
};

/** The layout of the pages around sign-in: one card. */
export function NarrowPage({ title, lead, below, children }: NarrowPageProps) {
  return (
    <div className="mx-auto max-w-md">
      <PageHeading title={title}>{lead}</PageHeading>
      <Card className="grid gap-5">{children}</Card>
      {below && <div className="mt-5 grid gap-2 text-muted">{below}</div>}
    </div>
  );
}
