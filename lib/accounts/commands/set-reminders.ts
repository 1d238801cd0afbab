import { eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { users } from "@/db/schema";
import { done } from "@/lib/outcome/outcome";

/** Turns reminders of events on or off for an account; those that are queued obey too. */
export async function setReminders(
  tx: Db,
  { owner, reminders }: { owner: { id: string }; reminders: boolean },
) {
  await tx.update(users).set({ reminders }).where(eq(users.id, owner.id));
  return done(undefined);
}
