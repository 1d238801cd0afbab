import { remember } from "@epic-web/remember";
import { sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { checkWrites, reader } from "@/db/client";
import { publicVersion } from "@/db/schema";
import { log } from "@/lib/runtime/log";

/** How often, in ms, this process looks whether another one changed what the public sees. */
const pollEvery = 500;

// Commands run in Next's bundle and the page cache in the server's, so they meet here.
const listeners = remember("evento.public-change", () => new Set<(version: number) => void>());

/** Notifies the listeners in this process after the commit. */
export function announcePublicChange(version: number): void {
  for (const listener of listeners) listener(version);
}

/**
 * Counts a change that the public sees, in the same transaction, and returns the count. Pass it to `done`, so
 * that this process invalidates its cached pages after the commit; other processes poll it.
 */
export async function countPublicChange(tx: Db): Promise<number> {
  const [row] = await tx
    .insert(publicVersion)
    .values({ id: 1, version: 1 })
    .onConflictDoUpdate({ target: publicVersion.id, set: { version: sql`${publicVersion.version} + 1` } })
    .returning({ version: publicVersion.version });
  return row?.version ?? 0;
}

/** The number of changes so far, by all processes. */
export async function readPublicVersion(): Promise<number> {
  const [row] = await reader().select({ version: publicVersion.version }).from(publicVersion);
  return row?.version ?? 0;
}

/** Reads, and after a full disk also writes, the number of changes as it is. @throws while that fails */
export async function checkDatabase(): Promise<void> {
  await readPublicVersion();
  await checkWrites((tx) =>
    tx
      .insert(publicVersion)
      .values({ id: 1, version: 0 })
      .onConflictDoUpdate({ target: publicVersion.id, set: { version: publicVersion.version } }),
  );
}

/** Calls `onChange` at once when this process changed what the public sees, and soon when another one did. */
export function watchPublicVersion(onChange: () => void): void {
  let seen = -1;
  const see = (version: number) => {
    if (version > seen) onChange();
    seen = Math.max(seen, version);
  };
  const poll = async () => {
    try {
      see(await readPublicVersion());
    } catch (err) {
      // Nobody can change anything while the database is away, so what is cached stays true.
      log.debug({ err }, "could not look for public changes");
    }
  };
  listeners.add(see);
  poll();
  setInterval(poll, pollEvery).unref();
}
