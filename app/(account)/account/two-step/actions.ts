"use server";

import {
  clearSealedCookie,
  newKeyCookie,
  readSealedCookie,
  recoveryCodesCookie,
  setSealedCookie,
} from "@/app/sealed-cookie";
import { nothingInput } from "@/lib/accounts/input";
import { defineAction } from "@/lib/actions/define-action";
import { signInProven } from "@/lib/auth/sign-in";
import { decide, done } from "@/lib/outcome/outcome";
import { renewRecoveryCodes } from "@/lib/two-step/commands/renew-recovery-codes";
import { turnOff as turnItOff } from "@/lib/two-step/commands/turn-off";
import { turnOn as turnItOn } from "@/lib/two-step/commands/turn-on";
import { confirmKeyInput, currentPasswordInput } from "@/lib/two-step/input";
import { newRecoveryCodes } from "@/lib/two-step/recovery-code";
import { newKey } from "@/lib/two-step/totp";
import { checkOwnPassword } from "../check-own-password";

const page = "/account/two-step";

/** The page is another one by now, so it says itself why. */
const startAgain = `${page}?stale=1`;

export const startSetUp = defineAction({
  who: "signed-in",
  input: currentPasswordInput,
  secret: ["currentPassword"],
  run: async ({ currentPassword }, { viewer, now }) => {
    const checked = await checkOwnPassword(viewer, currentPassword, now);
    if (!checked.ok) return checked;
    setSealedCookie(newKeyCookie, viewer.sessionId, newKey(), now);
    return done(page);
  },
});

export const turnOn = defineAction({
  who: "signed-in",
  input: confirmKeyInput,
  secret: ["code"],
  run: async ({ code }, { viewer, now }) => {
    const key = await readSealedCookie(newKeyCookie, viewer.sessionId, now);
    if (!key) return done(startAgain);
    const recoveryCodes = newRecoveryCodes();
    const outcome = await decide((tx) => turnItOn(tx, { owner: viewer, key, code, recoveryCodes, at: now }));
    if (!outcome.ok) return outcome.reason === "stale" ? done(startAgain) : outcome;
    clearSealedCookie(newKeyCookie);
    // It ended this browser's session too, in case its cookie was copied.
    const signedIn = await signInProven(outcome.value);
    if (!signedIn.ok) return signedIn;
    setSealedCookie(recoveryCodesCookie, signedIn.value.sessionId, JSON.stringify(recoveryCodes), now);
    return done(page);
  },
});

export const renewCodes = defineAction({
  who: "signed-in",
  input: currentPasswordInput,
  secret: ["currentPassword"],
  run: async ({ currentPassword }, { viewer, now }) => {
    const checked = await checkOwnPassword(viewer, currentPassword, now);
    if (!checked.ok) return checked;
    const codes = newRecoveryCodes();
    const outcome = await decide((tx) => renewRecoveryCodes(tx, { owner: viewer, codes, at: now }));
    if (!outcome.ok) return done(startAgain);
    setSealedCookie(recoveryCodesCookie, viewer.sessionId, JSON.stringify(codes), now);
    return done(page);
  },
});

export const turnOff = defineAction({
  who: "signed-in",
  input: currentPasswordInput,
  secret: ["currentPassword"],
  run: async ({ currentPassword }, { viewer, now }) => {
    const checked = await checkOwnPassword(viewer, currentPassword, now);
    if (!checked.ok) return checked;
    const outcome = await decide((tx) => turnItOff(tx, { owner: viewer, at: now }));
    return done(outcome.ok ? "/account?done=two-step-off" : startAgain);
  },
});

export const hideCodes = defineAction({
  who: "signed-in",
  input: nothingInput,
  run: async () => {
    clearSealedCookie(recoveryCodesCookie);
    return done("/account?done=recovery-codes");
  },
});
