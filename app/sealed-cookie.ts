import { stringifySetCookie } from "cookie";
import { cookies } from "next/headers";
import { openText, sealText } from "@/lib/auth/sealed-text";
import { sessionCookie } from "@/lib/auth/session-cookie";
import { addCookies } from "@/lib/runtime/request-context";

/** What a step of a form hands to the next one: an encrypted cookie that nobody else's session can open. */
type SealedCookie = {
  name: string;
  /** In seconds. */
  lifetime: number;
  /** Of the pages that get it. */
  path: string;
};

/** The key of an authenticator app that is being set up. */
export const newKeyCookie: SealedCookie = { name: "evento.new-key", lifetime: 1800, path: "/account" };

/** Recovery codes that are being shown. */
export const recoveryCodesCookie: SealedCookie = {
  name: "evento.recovery-codes",
  lifetime: 600,
  path: "/account",
};

/** The name of a passkey that is being added, and the challenge that it has to sign. */
export const newPasskeyCookie: SealedCookie = { name: "evento.new-passkey", lifetime: 300, path: "/account" };

/** The challenge that a passkey has to sign to sign in. */
export const challengeCookie: SealedCookie = {
  name: "evento.passkey-challenge",
  lifetime: 300,
  path: "/sign-in",
};

const cookieOf = ({ name, path }: SealedCookie, value: string, maxAge: number) =>
  stringifySetCookie({ name, value, ...sessionCookie().options, path, maxAge });

/** @param owner the id of the session that may open it, or what else it is bound to */
export function setSealedCookie(cookie: SealedCookie, owner: string, text: string, now: Date) {
  const content = JSON.stringify({ until: now.getTime() + cookie.lifetime * 1000, text });
  addCookies(cookieOf(cookie, sealText(cookie.name, owner, content), cookie.lifetime));
}

/** The text in a cookie of this owner; null without one, and for one that is too old. */
export async function readSealedCookie({ name }: SealedCookie, owner: string, now: Date) {
  const opened = openText(name, owner, (await cookies()).get(name)?.value ?? "");
  if (opened === null) return null;
  const { until, text } = JSON.parse(opened) as { until: number; text: string };
  return now.getTime() < until ? text : null;
}

export const clearSealedCookie = (cookie: SealedCookie) => addCookies(cookieOf(cookie, "", 0));
