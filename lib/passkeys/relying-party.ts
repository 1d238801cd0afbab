import { isIP } from "node:net";
import { settings } from "@/lib/runtime/env";

/** What passkeys belong to: the host and the origin of APP_URL, whatever a request says. */
export type RelyingParty = { id: string; origin: string };

/** Null if APP_URL is an IP address, for which browsers make no passkeys. */
export function relyingParty(): RelyingParty | null {
  const { hostname, origin } = new URL(settings().appUrl);
  return isIP(hostname.replace(/^\[|\]$/g, "")) ? null : { id: hostname, origin };
}
