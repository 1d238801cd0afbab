import { challengeCookie, setSealedCookie } from "@/app/sealed-cookie";
import { newChallenge, requestOptions } from "@/lib/passkeys/ceremony";
import { relyingParty } from "@/lib/passkeys/relying-party";
import { now } from "@/lib/runtime/clock";

export const dynamic = "force-dynamic";

/**
 * What the browser asks its passkeys to sign, the same for everyone but for the challenge, which is in a cookie too.
 */
export async function POST(): Promise<Response> {
  const site = relyingParty();
  if (!site) return Response.json({ reason: "not-found" }, { status: 404 });
  const challenge = newChallenge();
  setSealedCookie(challengeCookie, "anyone", challenge, now());
  return Response.json(await requestOptions(site, challenge));
}
