import type { Metadata } from "next";
import { cache } from "react";
import { requireViewer } from "@/lib/auth/viewer";
import { findEventFor, type ManagedEvent } from "@/lib/events/queries";
import { now } from "@/lib/runtime/clock";

/**
 * The signed-in viewer, and the event if they manage it, else null. Cached, because a page and its metadata both need
 * it.
 * @param section the page of the event: "", "/door" or another one
 */
export const findManaged = cache(async (id: string, section: string) => {
  const viewer = await requireViewer(`/dashboard/events/${id}${section}`);
  return { viewer, event: await findEventFor(id, viewer.id, now()) };
});

/** The `generateMetadata` of an organisers' page of an event. */
export const managedMetadata =
  (section: string, title: (event: ManagedEvent) => string) =>
  async ({ params }: { params: Promise<{ id: string }> }): Promise<Metadata> => {
    const { event } = await findManaged((await params).id, section);
    return { title: event ? title(event) : "Not found" };
  };
