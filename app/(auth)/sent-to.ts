import { cookies } from "next/headers";
import { hostCookie, hostCookieName } from "@/lib/auth/host-cookie";
import { addCookies } from "@/lib/runtime/request-context";

const name = "evento.sent-to";

/** Stores the typed address in a cookie for ten minutes, so that it is not in the URL of the next page. */
export function rememberSentTo(email: string): void {
  addCookies(hostCookie({ name, value: email, maxAge: 600 }));
}

/** The address typed on the previous page, or null. */
export async function sentTo(): Promise<string | null> {
  return (await cookies()).get(hostCookieName(name))?.value ?? null;
}
