import { eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { tickets, users } from "@/db/schema";
import { done } from "@/lib/outcome/outcome";
import { searchable } from "@/lib/search/search-text";

type Change = { owner: { id: string; email: string }; name: string };

/** Changes the name of an account, and the search text of its tickets. */
export async function saveName(tx: Db, { owner, name }: Change) {
  const searchText = searchable(`${name} ${owner.email}`);
  await tx.update(users).set({ name }).where(eq(users.id, owner.id));
  await tx.update(tickets).set({ searchText }).where(eq(tickets.holderId, owner.id));
  return done(undefined);
}
