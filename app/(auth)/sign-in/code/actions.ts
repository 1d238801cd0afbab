"use server";

import { cookies } from "next/headers";
import { defineAction } from "@/lib/actions/define-action";
import type { Browser } from "@/lib/auth/browser";
import { pathAfterSignIn, safeNext } from "@/lib/auth/next-path";
import {
  clearSecondStep,
  type HalfSignedIn,
  limitSecondStep,
  readSecondStep,
  secondStepCookieName,
} from "@/lib/auth/second-step";
import { signInBy } from "@/lib/auth/sign-in";
import type { SignedIn } from "@/lib/auth/sign-in-with-credentials";
import { decide, done, type Outcome, refuse } from "@/lib/outcome/outcome";
import { addCookies } from "@/lib/runtime/request-context";
import { signInWithCode } from "@/lib/two-step/commands/sign-in-with-code";
import { signInWithRecoveryCode } from "@/lib/two-step/commands/sign-in-with-recovery-code";
import { codeInput, recoveryCodeInput } from "@/lib/two-step/input";

type Check = (who: HalfSignedIn, browser: Browser) => Promise<Outcome<SignedIn>>;

/** Signs in whoever's password was right in this browser, if the check of the second step allows. */
async function finish(check: Check, { next, now }: { next?: string; now: Date }): Promise<Outcome<string>> {
  const who = await readSecondStep((await cookies()).get(secondStepCookieName())?.value, now);
  if (!who) return refuse("proof-void");
  const outcome = await signInBy((browser) =>
    limitSecondStep(who, { ...browser, now }, () => check(who, browser)),
  );
  if (!outcome.ok) return outcome;
  addCookies(clearSecondStep());
  return done(pathAfterSignIn(who.role, safeNext(next)));
}

export const enterCode = defineAction({
  who: "anyone",
  input: codeInput,
  secret: ["code"],
  run: ({ code, next }, { now }) =>
    finish((who, browser) => decide((tx) => signInWithCode(tx, { who, code, browser, at: now })), {
      next,
      now,
    }),
});

export const enterRecoveryCode = defineAction({
  who: "anyone",
  input: recoveryCodeInput,
  secret: ["recoveryCode"],
  run: ({ recoveryCode, next }, { now }) =>
    finish(
      (who, browser) => decide((tx) => signInWithRecoveryCode(tx, { who, recoveryCode, browser, at: now })),
      { next, now },
    ),
});
