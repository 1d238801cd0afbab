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
};

/** The key of an authenticator app that is being set up. */
export const newKeyCookie: SealedCookie = { name: "evento.new-key", lifetime: 1800 };

/** Recovery codes that are being shown. */
export const recoveryCodesCookie: SealedCookie = { name: "evento.recovery-codes", lifetime: 600 };

const path = "/account";

const cookieOf = (name: string, value: string, maxAge: number) =>
  stringifySetCookie({ name, value, ...sessionCookie().options, path, maxAge });

export function setSealedCookie(
  { name, lifetime }: SealedCookie,
  sessionId: string,
  text: string,
  now: Date,
) {
  const content = JSON.stringify({ until: now.getTime() + lifetime * 1000, text });
  addCookies(cookieOf(name, sealText(name, sessionId, content), lifetime));
}

/** The text in a cookie of this session; null without one, and for one that is too old. */
export async function readSealedCookie({ name }: SealedCookie, sessionId: string, now: Date) {
  const opened = openText(name, sessionId, (await cookies()).get(name)?.value ?? "");
  if (opened === null) return null;
  const { until, text } = JSON.parse(opened) as { until: number; text: string };
  return now.getTime() < until ? text : null;
}

export const clearSealedCookie = ({ name }: SealedCookie) => addCookies(cookieOf(name, "", 0));
