import { sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { reader } from "@/db/client";
import { publicVersion } from "@/db/schema";

// Commands and the front door live in different bundles of one process, so they meet here.
const key = Symbol.for("evento.public-pages");
const shared = globalThis as unknown as Record<symbol, ((version: number) => void) | undefined>;

/** Called by the front door: what to do when a commit of this process changed what the public sees. */
export function onPublicChange(forget: ((version: number) => void) | undefined): void {
  shared[key] = forget;
}

/** Tells the front door of this process, after the commit, that kept pages are out of date. */
export function forgetPublicPages(version: number): void {
  shared[key]?.(version);
}

/**
 * Counts a change of what the public sees, in the transaction that makes it, and returns the count.
 * Other processes look at it; put it into the outcome so that this one forgets after the commit.
 */
export async function countPublicChange(tx: Db): Promise<number> {
  const [row] = await tx
    .insert(publicVersion)
    .values({ id: 1, version: 1 })
    .onConflictDoUpdate({ target: publicVersion.id, set: { version: sql`${publicVersion.version} + 1` } })
    .returning({ version: publicVersion.version });
  return row?.version ?? 0;
}

/** How many changes there were, by whichever process. */
export async function readPublicVersion(): Promise<number> {
  const [row] = await reader().select({ version: publicVersion.version }).from(publicVersion);
  return row?.version ?? 0;
}
