import { remember } from "@epic-web/remember";
import { createMemoryLimit } from "@/lib/rate-limits/in-memory";

const minute = 60_000;

// Nobody scans that fast by hand. In memory, as what is refused must not write. Next bundles a module more than once,
// for pages and for route handlers; all copies share these.
const limits = remember("evento.scan-limits", () => ({
  atDoor: createMemoryLimit({ most: 300, within: minute }),
  syncAtDoor: createMemoryLimit({ most: 60, within: minute }),
  wrongPass: createMemoryLimit({ most: 60, within: minute }),
}));

/** Counts a scan at a door (the id of its pass, or of its organiser), and whether it is one of 300 in a minute. */
export const countScan = (door: string): boolean => limits.atDoor(door) === 0;

/** Counts a sending of what a door did alone, and whether it is one of 60 in a minute. */
export const countSync = (door: string): boolean => limits.syncAtDoor(door) === 0;

/** Counts an address of a door that is none, and whether the client has tried at most 60 in a minute. */
export const countUnknownDoor = (clientAddress: string): boolean => limits.wrongPass(clientAddress) === 0;
