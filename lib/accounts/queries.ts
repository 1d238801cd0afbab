import { eq } from "drizzle-orm";
import { reader } from "@/db/client";
import { oneTimeTokens, users } from "@/db/schema";
import { type LinkPurpose, readLinkToken } from "@/lib/auth/link-token";
import { type LinkState, linkState } from "./link-state";

export type LinkView =
  | {
      state: Exclude<LinkState, "unknown">;
      emailVerified: boolean;
      name: string;
      email: string;
      role: "attendee" | "organiser";
      next: string | null;
    }
  | { state: "unknown" };

/** The account and state of a mailed link, for the person who opened it. */
export async function findLink(purpose: LinkPurpose, token: string, now: Date): Promise<LinkView> {
  const id = readLinkToken(purpose, token);
  if (!id) return { state: "unknown" };
  const [row] = await reader()
    .select({ token: oneTimeTokens, user: users })
    .from(oneTimeTokens)
    .innerJoin(users, eq(users.id, oneTimeTokens.userId))
    .where(eq(oneTimeTokens.id, id));
  const state = row?.token.purpose === purpose ? linkState(row.token, now) : "unknown";
  if (!row || state === "unknown") return { state: "unknown" };
  const { name, email, emailVerifiedAt } = row.user;
  return {
    state,
    emailVerified: emailVerifiedAt !== null,
    name,
    email,
    role: row.user.role,
    next: row.token.next,
  };
}
