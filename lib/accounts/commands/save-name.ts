import { and, eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { tickets, users } from "@/db/schema";
import { isExisting } from "@/lib/auth/existing-account";
import { done } from "@/lib/outcome/outcome";
import { searchable } from "@/lib/search/search-text";

type Change = { owner: { id: string; email: string }; name: string };

/** Changes the name of an account, and the search text of its tickets. */
export async function saveName(tx: Db, { owner, name }: Change) {
  const searchText = searchable(`${name} ${owner.email}`);
  const [saved] = await tx
    .update(users)
    .set({ name })
    .where(and(eq(users.id, owner.id), isExisting))
    .returning({ id: users.id });
  if (!saved) return done(undefined);
  await tx.update(tickets).set({ searchText }).where(eq(tickets.holderId, owner.id));
  return done(undefined);
}
