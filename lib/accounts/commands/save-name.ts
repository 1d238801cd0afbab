import { eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { users } from "@/db/schema";
import { done } from "@/lib/outcome/outcome";
import { searchable } from "@/lib/search/search-text";

type Change = { owner: { id: string; email: string }; name: string };

/** Changes what an account is called. */
export async function saveName(tx: Db, { owner, name }: Change) {
  const searchText = searchable(`${name} ${owner.email}`);
  await tx.update(users).set({ name, searchText }).where(eq(users.id, owner.id));
  return done(undefined);
}
