import type { Metadata } from "next";
import { NewEventForm } from "@/components/dashboard/event-form";
import { NotFound } from "@/components/shell/not-found";
import { PageHeading } from "@/components/ui/page-heading";
import { requireViewer } from "@/lib/auth/viewer";
import { mayCreateEvents } from "@/lib/events/access";
import { defaultHost } from "@/lib/events/default-host";
import { findEventFor } from "@/lib/events/queries";
import { rowId } from "@/lib/input/text-input";
import { now } from "@/lib/runtime/clock";
import { setStatus } from "@/lib/runtime/request-context";
import { blankForm, choicesFor, formOfCopy } from "../form-values";
import { createEvent } from "./actions";

export const metadata: Metadata = { title: "New event" };

type Search = { searchParams: Promise<{ from?: string | string[] }> };

export default async function NewEventPage({ searchParams }: Search) {
  const { from } = await searchParams;
  const viewer = await requireViewer("/dashboard/events/new");
  if (!mayCreateEvents(viewer)) {
    setStatus(404);
    return <NotFound />;
  }
  const copied = typeof from === "string" ? await findEventFor(rowId.parse(from), viewer.id, now()) : null;
  const values = copied ? formOfCopy(copied) : blankForm(viewer);
  return (
    <div className="max-lg:mx-auto max-lg:max-w-reading">
      <PageHeading title={copied ? "Duplicate event" : "New event"}>
        {copied
          ? "A new event with the same details. The original is not changed; cancel it if this one replaces it."
          : "It appears on the public list as soon as you create it."}
      </PageHeading>
      <NewEventForm
        action={createEvent}
        values={values}
        defaultHost={defaultHost(viewer)}
        {...choicesFor(values, now())}
      />
    </div>
  );
}
