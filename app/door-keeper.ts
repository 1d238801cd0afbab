import { viewer } from "@/lib/auth/viewer";
import type { DoorKeeper } from "@/lib/check-in/commands/find-door";
import { readDoorPassToken } from "@/lib/check-in/door-pass-token";
import { countUnknownDoor } from "@/lib/check-in/scan-limit";
import { currentRequest, setStatus } from "@/lib/runtime/request-context";

/** Whoever has a door pass, by the secret in its address; null if that is none, and 429 for those who try many. */
export function keeperByPass(token: string): DoorKeeper | null {
  const passId = readDoorPassToken(token);
  if (passId) return { passId };
  setStatus(countUnknownDoor(currentRequest()?.clientAddress ?? "") ? 404 : 429);
  return null;
}

/** The signed-in viewer at an event's door, which the command or query allows or refuses; null if signed out. */
export async function keeperByEvent(eventId: string): Promise<DoorKeeper | null> {
  const found = await viewer();
  return found && { userId: found.id, eventId };
}

/** By which scans at a door are counted. */
export const doorId = (keeper: DoorKeeper): string => ("passId" in keeper ? keeper.passId : keeper.userId);
