"use server";

import { challengeCookie, clearSealedCookie, readSealedCookie } from "@/app/sealed-cookie";
import { defineAction } from "@/lib/actions/define-action";
import { authenticatePasskey } from "@/lib/auth/authenticate";
import { signInInput } from "@/lib/auth/input";
import { pathAfterSignIn, safeNext, withNext } from "@/lib/auth/next-path";
import { signInBy, signIn as signInWithNextAuth } from "@/lib/auth/sign-in";
import { decide, done, refuse } from "@/lib/outcome/outcome";
import { verifyPasskey } from "@/lib/passkeys/ceremony";
import { signInWithPasskey as startWithPasskey } from "@/lib/passkeys/commands/sign-in-with-passkey";
import { passkeySignInInput } from "@/lib/passkeys/input";
import { findPasskey } from "@/lib/passkeys/queries";
import { relyingParty } from "@/lib/passkeys/relying-party";

export const signIn = defineAction({
  who: "anyone",
  input: signInInput,
  secret: ["password"],
  run: async ({ next, ...credentials }) => {
    const outcome = await signInWithNextAuth(credentials);
    if (!outcome.ok) return outcome;
    const path = safeNext(next);
    const { sessionId, role } = outcome.value;
    return done(sessionId ? pathAfterSignIn(role, path) : withNext("/sign-in/code", path));
  },
});

export const signInWithPasskey = defineAction({
  who: "anyone",
  input: passkeySignInInput,
  secret: ["response"],
  run: async ({ response, next }, { now }) => {
    const challenge = await readSealedCookie(challengeCookie, "anyone", now);
    const site = relyingParty();
    if (!challenge || !site) return refuse("stale");
    const passkey = await findPasskey(response.id);
    const outcome = await signInBy((browser) =>
      authenticatePasskey(passkey?.email ?? null, { ...browser, now }, async () => {
        const newCounter = passkey && (await verifyPasskey(site, challenge, passkey, response));
        if (!passkey || newCounter === null) return refuse("wrong-passkey");
        return decide((tx) => startWithPasskey(tx, { passkey, newCounter, challenge, browser, at: now }));
      }),
    );
    if (!outcome.ok) return outcome;
    clearSealedCookie(challengeCookie);
    return done(pathAfterSignIn(outcome.value.role, safeNext(next)));
  },
});
