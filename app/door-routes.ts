import { readDoorPassToken } from "@/lib/check-in/door-pass-token";

/** The pages where tickets are scanned: browsers let them use the camera and WebAssembly. See server/handler.ts. */
export const doorRoutes: RegExp[] = [/^\/door\/[^/]+$/, /^\/dashboard\/events\/[0-9a-z]{20}\/door$/];

const byPass = /^\/door\/([^/]+)\/(?:scan|sync|list)$/;
const byOrganiser = /^\/dashboard\/events\/[0-9a-z]{20}\/door\/(?:scan|sync|list)$/;

/**
 * Whether a scanner asks for this path, with a door pass or a session that Evento made. It reads no database: either
 * may have ended since.
 */
export async function isScan(path: string, hasSession: () => Promise<boolean>): Promise<boolean> {
  const [, pass] = byPass.exec(path) ?? [];
  if (pass) return readDoorPassToken(pass) !== null;
  return byOrganiser.test(path) && hasSession();
}
