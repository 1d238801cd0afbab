import { and, eq, isNull } from "drizzle-orm";
import type { Db } from "@/db/client";
import { oneTimeTokens } from "@/db/schema";
import type { LinkPurpose } from "@/lib/auth/link-token";
import { newId } from "@/lib/runtime/ids";

/** How long a mailed link is valid, in milliseconds. */
const lifetime = { "confirm-email": 24 * 3_600_000, "reset-password": 30 * 60_000 } as const;

type NewLink = { userId: string; purpose: LinkPurpose; next: string | null; at: Date };

/**
 * Voids every older link of that purpose and returns the id of a new one. The caller must have locked the
 * user's row, which is always locked before its links.
 */
export async function issueLink(tx: Db, { userId, purpose, next, at }: NewLink): Promise<string> {
  await replaceLinks(tx, userId, purpose, at);
  const id = newId();
  const expiresAt = new Date(at.getTime() + lifetime[purpose]);
  await tx.insert(oneTimeTokens).values({ id, purpose, userId, next, createdAt: at, expiresAt });
  return id;
}

/** Voids every open link of that purpose. */
export async function replaceLinks(tx: Db, userId: string, purpose: LinkPurpose, at: Date): Promise<void> {
  await tx
    .update(oneTimeTokens)
    .set({ replacedAt: at })
    .where(
      and(
        eq(oneTimeTokens.userId, userId),
        eq(oneTimeTokens.purpose, purpose),
        isNull(oneTimeTokens.usedAt),
        isNull(oneTimeTokens.replacedAt),
      ),
    );
}
