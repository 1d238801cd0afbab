import { LRUCache } from "lru-cache";

/** Per account and minute. */
const maxRequests = 30;

// In memory, as a rush must not write for those it refuses; a window ends a minute after its first request.
const windows = new LRUCache<string, number>({ max: 100_000, ttl: 60_000, noUpdateTTL: true });

/** Counts a ticket request of an account, and whether it is one of the 30 that are allowed in a minute. */
export function countTicketRequest(accountId: string): boolean {
  const count = (windows.get(accountId) ?? 0) + 1;
  windows.set(accountId, count);
  return count <= maxRequests;
}
