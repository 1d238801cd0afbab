import { and, eq, inArray, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { eventOrganisers, events, tickets, users } from "@/db/schema";
import { lockAccount } from "@/lib/auth/lock-account";
import { defaultHost } from "@/lib/events/default-host";
import { done } from "@/lib/outcome/outcome";
import { countPublicChange } from "@/lib/public-pages/public-version";
import { searchable } from "@/lib/search/search-text";

type Change = { owner: { id: string; email: string }; name: string; at: Date };

/**
 * Changes the name of an account, the search text of its tickets, and the host of the events it organises where that
 * is the old name: what is left of it could not be found when the account is deleted.
 */
export async function saveName(tx: Db, { owner, name, at }: Change) {
  // So that two changes happen one after the other.
  const before = await lockAccount(tx, owner.id);
  if (!before) return done(undefined);
  await tx.update(users).set({ name }).where(eq(users.id, owner.id));
  const searchText = searchable(`${name} ${owner.email}`);
  await tx.update(tickets).set({ searchText }).where(eq(tickets.holderId, owner.id));
  const [oldHost, host] = [defaultHost(before), defaultHost({ name })];
  if (host === oldHost) return done(undefined);
  const organised = tx
    .select({ id: eventOrganisers.eventId })
    .from(eventOrganisers)
    .where(eq(eventOrganisers.userId, owner.id));
  const changed = await tx
    .update(events)
    .set({ host, updatedAt: at, revision: sql`${events.revision} + 1` })
    .where(and(inArray(events.id, organised), eq(events.host, oldHost)))
    .returning({ id: events.id });
  return done(undefined, changed.length > 0 ? await countPublicChange(tx) : undefined);
}
