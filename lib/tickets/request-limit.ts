import { remember } from "@epic-web/remember";
import { createMemoryLimit } from "@/lib/rate-limits/in-memory";

const minute = 60_000;
const day = 24 * 60 * minute;

// In memory, as a rush must not write for those it refuses. Next bundles a module more than once; all copies share
// these.
const countRequest = remember("evento.request-limit", () => createMemoryLimit({ most: 30, within: minute }));
// Who requests and cancels in turns leaves a void ticket each time, which every door of the event loads.
const countForEvent = remember("evento.event-request-limit", () =>
  createMemoryLimit({ most: 60, within: day }),
);

/**
 * Counts a ticket request of an account. @returns 0 if it is one of the 30 that are allowed in a minute and of the 60
 * for the event in a day, or the seconds to wait
 */
export const countTicketRequest = (accountId: string, eventId: string): number =>
  countRequest(accountId) || countForEvent(`${accountId} ${eventId}`);
