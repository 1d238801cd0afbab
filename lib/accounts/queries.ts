import { and, eq } from "drizzle-orm";
import { reader } from "@/db/client";
import { passwordResets, registrations, users } from "@/db/schema";
import { calendarSecret, claimedOwner, opensCalendar } from "@/lib/auth/calendar-secret";
import { isExisting } from "@/lib/auth/existing-account";
import { type LinkState, linkState } from "@/lib/auth/link-state";
import { readLinkToken } from "@/lib/auth/link-token";

type KnownState = Exclude<LinkState, "unknown">;

export type RegistrationView =
  | {
      state: KnownState;
      id: string;
      email: string;
      role: "attendee" | "organiser";
      next: string | null;
    }
  | { state: "unknown" };

/** The registration of a mailed link, for the person who opened it. */
export async function findRegistration(token: string, now: Date): Promise<RegistrationView> {
  const id = readLinkToken("confirm-email", token);
  if (!id) return { state: "unknown" };
  const [row] = await reader().select().from(registrations).where(eq(registrations.id, id));
  const state = linkState(row, now);
  if (!row || state === "unknown") return { state: "unknown" };
  const { email, role, next } = row;
  return { state, id, email, role, next };
}

export type ResetView = { state: KnownState; id: string; name: string; email: string } | { state: "unknown" };

/** The account of a mailed link that sets a new password, for the person who opened it. */
export async function findReset(token: string, now: Date): Promise<ResetView> {
  const id = readLinkToken("reset-password", token);
  if (!id) return { state: "unknown" };
  const [row] = await reader()
    .select({ link: passwordResets, name: users.name })
    .from(passwordResets)
    .innerJoin(users, eq(users.email, passwordResets.email))
    .where(eq(passwordResets.id, id));
  const state = linkState(row?.link, now);
  if (!row || state === "unknown") return { state: "unknown" };
  return { state, id, name: row.name, email: row.link.email };
}

/** Whether an account gets reminders of the events it has tickets for. */
export async function wantsReminders(userId: string): Promise<boolean> {
  const [user] = await reader()
    .select({ reminders: users.reminders })
    .from(users)
    .where(eq(users.id, userId));
  return user?.reminders ?? false;
}

const calendarColumns = { id: users.id, calendarVersion: users.calendarVersion };

/** The secret in the address of an account's private calendar, for its owner. */
export async function findCalendarSecret(userId: string): Promise<string> {
  const [owner] = await reader().select(calendarColumns).from(users).where(eq(users.id, userId));
  return owner ? calendarSecret(owner) : "";
}

/**
 * The id of the account whose private calendar has this secret in its address; null if there is none, or it was
 * renewed, or the account was deleted.
 */
export async function findCalendarOwner(secret: string): Promise<string | null> {
  const [owner] = await reader()
    .select(calendarColumns)
    .from(users)
    .where(and(eq(users.id, claimedOwner(secret)), isExisting));
  return owner && opensCalendar(secret, owner) ? owner.id : null;
}
