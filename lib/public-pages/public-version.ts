import { remember } from "@epic-web/remember";
import { sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { reader } from "@/db/client";
import { publicVersion } from "@/db/schema";

type Listener = (version: number) => void;

// Commands run in Next's bundle and the page cache in the server's, so they meet here.
const listeners = remember("evento.public-change", () => new Set<Listener>());

/** Calls `listener` after each commit of this process that changed what the public sees. */
export function onPublicChange(listener: Listener): void {
  listeners.add(listener);
}

/** Tells this process, after the commit, that cached pages are out of date. */
export function announcePublicChange(version: number): void {
  for (const listener of listeners) listener(version);
}

/**
 * Counts a change of what the public sees, in the transaction that makes it, and returns the count.
 * Other processes poll it; put it into the outcome so that this one invalidates its pages after the commit.
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
