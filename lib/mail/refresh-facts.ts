import { eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { events, outbox } from "@/db/schema";
import { eventFacts } from "./event-facts";
import type { QueuedFacts } from "./messages";

/** The mails that tell of the event as it is when they are sent. */
const refreshed: string[] = ["location-changed"] satisfies (keyof QueuedFacts)[];

/** A leased mail with what the rows say now, if that can have changed since the mail was queued. */
export async function refreshFacts(tx: Db, leased: typeof outbox.$inferSelect) {
  if (!refreshed.includes(leased.kind) || !leased.eventId) return leased;
  const [event] = await tx.select().from(events).where(eq(events.id, leased.eventId));
  if (!event) return leased;
  const facts = JSON.stringify({ ...JSON.parse(leased.facts), event: eventFacts(event) });
  await tx.update(outbox).set({ facts }).where(eq(outbox.id, leased.id));
  return { ...leased, facts };
}
