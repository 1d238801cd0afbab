import { and, eq, gt, isNull } from "drizzle-orm";
import type { Db } from "@/db/client";
import { oneTimeTokens } from "@/db/schema";
import type { LinkPurpose } from "@/lib/auth/link-token";

/** The account and `next` path of a link, whether or not the link is still valid. */
export async function findLinkOwner(tx: Db, tokenId: string, purpose: LinkPurpose) {
  const [token] = await tx
    .select({ userId: oneTimeTokens.userId, next: oneTimeTokens.next })
    .from(oneTimeTokens)
    .where(and(eq(oneTimeTokens.id, tokenId), eq(oneTimeTokens.purpose, purpose)));
  return token;
}

/** Uses up a link; false if it was used, replaced or has expired. The caller must have locked the user's row. */
export async function consumeLink(tx: Db, tokenId: string, at: Date): Promise<boolean> {
  const taken = await tx
    .update(oneTimeTokens)
    .set({ usedAt: at })
    .where(
      and(
        eq(oneTimeTokens.id, tokenId),
        isNull(oneTimeTokens.usedAt),
        isNull(oneTimeTokens.replacedAt),
        gt(oneTimeTokens.expiresAt, at),
      ),
    )
    .returning({ id: oneTimeTokens.id });
  return taken.length === 1;
}
