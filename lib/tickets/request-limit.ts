import { remember } from "@epic-web/remember";
import { createMemoryLimit } from "@/lib/rate-limits/in-memory";

// In memory, as a rush must not write for those it refuses. Next bundles a module more than once; all copies share
// this.
const countRequest = remember("evento.request-limit", () => createMemoryLimit({ most: 30, within: 60_000 }));

/** Counts a ticket request of an account, and whether it is one of the 30 that are allowed in a minute. */
export const countTicketRequest = (accountId: string): boolean => countRequest(accountId) === 0;
