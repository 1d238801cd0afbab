"use server";

import { defineAction } from "@/lib/actions/define-action";
import { signInInput } from "@/lib/auth/input";
import { pathAfterSignIn, safeNext, withNext } from "@/lib/auth/next-path";
import { signIn as signInWithNextAuth } from "@/lib/auth/sign-in";
import { done } from "@/lib/outcome/outcome";

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
