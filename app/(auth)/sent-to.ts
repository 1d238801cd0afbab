import { stringifySetCookie } from "cookie";
import { cookies } from "next/headers";
import { sessionCookie } from "@/lib/auth/session-cookie";
import { addCookies } from "@/lib/runtime/request-context";

const name = "evento.sent-to";
const path = "/register";

/** Remembers for ten minutes which address was typed, so that the next page can name it without having it in its own. */
export function rememberSentTo(email: string): void {
  addCookies(stringifySetCookie({ name, value: email, ...sessionCookie().options, path, maxAge: 600 }));
}

/** The address that was typed on the page before, or null. */
export async function sentTo(): Promise<string | null> {
  return (await cookies()).get(name)?.value ?? null;
}
