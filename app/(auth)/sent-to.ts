import { stringifySetCookie } from "cookie";
import { cookies } from "next/headers";
import { sessionCookie } from "@/lib/auth/session-cookie";
import { addCookies } from "@/lib/runtime/request-context";

const name = "evento.sent-to";
const path = "/register";

/** Stores the typed address in a cookie for ten minutes, so that it is not in the URL of the next page. */
export function rememberSentTo(email: string): void {
  addCookies(stringifySetCookie({ name, value: email, ...sessionCookie().options, path, maxAge: 600 }));
}

/** The address typed on the previous page, or null. */
export async function sentTo(): Promise<string | null> {
  return (await cookies()).get(name)?.value ?? null;
}
