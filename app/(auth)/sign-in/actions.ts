"use server";

import { defineAction } from "@/lib/actions/define-action";
import { signInInput } from "@/lib/auth/input";
import { pathAfterSignIn, safeNext } from "@/lib/auth/next-path";
import { endSession } from "@/lib/auth/sessions";
import { signIn as signInWithNextAuth } from "@/lib/auth/sign-in";
import { done, record } from "@/lib/outcome/outcome";

export const signIn = defineAction({
  who: "anyone",
  input: signInInput,
  secret: ["password"],
  run: async ({ next, ...credentials }, { viewer }) => {
    const outcome = await signInWithNextAuth(credentials);
    if (!outcome.ok) return outcome;
    // The new cookie replaces the old session's, so end that session.
    if (viewer) await record((tx) => endSession(tx, viewer.sessionId));
    return done(pathAfterSignIn(outcome.value.role, safeNext(next)));
  },
});
