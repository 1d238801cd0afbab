import { cookies } from "next/headers";
import { hostCookie, hostCookieName } from "@/lib/auth/host-cookie";
import { openText, sealText } from "@/lib/auth/sealed-text";
import { addCookies } from "@/lib/runtime/request-context";

/** What a step of a form hands to the next one: an encrypted cookie that nobody else's session can open. */
type SealedCookie = {
  name: string;
  /** In seconds. */
  lifetime: number;
};

/** The key of an authenticator app that is being set up. */
export const newKeyCookie: SealedCookie = { name: "evento.new-key", lifetime: 1800 };

/** Recovery codes that are being shown. */
export const recoveryCodesCookie: SealedCookie = { name: "evento.recovery-codes", lifetime: 600 };

/** The name of a passkey that is being added, and the challenge that it has to sign. */
export const newPasskeyCookie: SealedCookie = { name: "evento.new-passkey", lifetime: 300 };

/** The challenge that a passkey has to sign to sign in. */
export const challengeCookie: SealedCookie = { name: "evento.passkey-challenge", lifetime: 300 };

/** @param owner the id of the session that may open it, or what else it is bound to */
export function setSealedCookie({ name, lifetime }: SealedCookie, owner: string, text: string, now: Date) {
  const content = JSON.stringify({ until: now.getTime() + lifetime * 1000, text });
  addCookies(hostCookie({ name, value: sealText(name, owner, content), maxAge: lifetime }));
}

/** The text in a cookie of this owner; null without one, and for one that is too old. */
export async function readSealedCookie({ name }: SealedCookie, owner: string, now: Date) {
  const opened = openText(name, owner, (await cookies()).get(hostCookieName(name))?.value ?? "");
  if (opened === null) return null;
  const { until, text } = JSON.parse(opened) as { until: number; text: string };
  return now.getTime() < until ? text : null;
}

export const clearSealedCookie = ({ name }: SealedCookie) =>
  addCookies(hostCookie({ name, value: "", maxAge: 0 }));
