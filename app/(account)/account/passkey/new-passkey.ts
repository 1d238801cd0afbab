import { newPasskeyCookie, readSealedCookie, setSealedCookie } from "@/app/sealed-cookie";
import type { Viewer } from "@/lib/auth/viewer";
import { newChallenge } from "@/lib/passkeys/ceremony";

/** A passkey that the browser is asked for. */
type NewPasskey = { name: string; challenge: string };

/** Begins to add a passkey of this name, with a new challenge. */
export function startNewPasskey({ sessionId }: Viewer, name: string, now: Date): void {
  const started: NewPasskey = { name, challenge: newChallenge() };
  setSealedCookie(newPasskeyCookie, sessionId, JSON.stringify(started), now);
}

/** The passkey that is being added in this session; null without one, and if that took too long. */
export async function readNewPasskey({ sessionId }: Viewer, now: Date): Promise<NewPasskey | null> {
  const started = await readSealedCookie(newPasskeyCookie, sessionId, now);
  return started === null ? null : JSON.parse(started);
}
