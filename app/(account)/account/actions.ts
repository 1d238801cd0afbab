"use server";

import { checkNewPassword } from "@/lib/accounts/check-new-password";
import { changePassword as changeIt } from "@/lib/accounts/commands/change-password";
import { signOutEverywhere as endAll, endOwnSession } from "@/lib/accounts/commands/end-session";
import { renewCalendar } from "@/lib/accounts/commands/renew-calendar";
import { setReminders as setThem } from "@/lib/accounts/commands/set-reminders";
import {
  changePasswordInput,
  endSessionInput,
  nothingInput,
  remindersInput,
  saveNameInput,
} from "@/lib/accounts/input";
import { defineAction } from "@/lib/actions/define-action";
import { hashPassword } from "@/lib/auth/password-hash";
import { signInProven, signOut as signOutWithNextAuth } from "@/lib/auth/sign-in";
import { decide, done } from "@/lib/outcome/outcome";
import { removePasskey as removeIt } from "@/lib/passkeys/commands/remove-passkey";
import { removePasskeyInput, startPasskeyInput } from "@/lib/passkeys/input";
import { deleteAccount as deleteIt } from "@/lib/personal-data/commands/delete-account";
import { saveName as saveIt } from "@/lib/personal-data/commands/save-name";
import { deleteAccountInput } from "@/lib/personal-data/input";
import { checkOwnPassword } from "./check-own-password";
import { startNewPasskey } from "./passkey/new-passkey";

export const saveName = defineAction({
  who: "signed-in",
  input: saveNameInput,
  run: async ({ name }, { viewer, now }) => {
    const outcome = await decide((tx) => saveIt(tx, { owner: viewer, name, at: now }));
    return outcome.ok ? done("/account?done=name") : outcome;
  },
});

export const changePassword = defineAction({
  who: "signed-in",
  input: changePasswordInput,
  secret: ["currentPassword", "newPassword"],
  run: async ({ currentPassword, newPassword }, { viewer, now }) => {
    const checked = await checkOwnPassword(viewer, currentPassword, now);
    if (!checked.ok) return checked;
    const chosen = { password: newPassword, owner: viewer };
    const strong = await checkNewPassword(chosen, { countedBy: viewer.id, now });
    if (!strong.ok) return strong;
    const newHash = await hashPassword(newPassword);
    const owner = { ...checked.value, name: viewer.name, email: viewer.email };
    const outcome = await decide((tx) => changeIt(tx, { owner, newHash, at: now }));
    if (!outcome.ok) return outcome;
    // The change ended this browser's session too, in case its cookie was copied.
    const { userId, role } = checked.value;
    const signedIn = await signInProven({ userId, role, passwordHash: newHash });
    return signedIn.ok ? done("/account?done=password") : signedIn;
  },
});

export const startPasskey = defineAction({
  who: "signed-in",
  input: startPasskeyInput,
  secret: ["currentPassword"],
  run: async ({ passkeyName, currentPassword }, { viewer, now }) => {
    const checked = await checkOwnPassword(viewer, currentPassword, now);
    if (!checked.ok) return checked;
    startNewPasskey(viewer, passkeyName, now);
    return done("/account/passkey");
  },
});

export const removePasskey = defineAction({
  who: "signed-in",
  input: removePasskeyInput,
  run: async ({ passkeyId }, { viewer, now }) => {
    const outcome = await decide((tx) => removeIt(tx, { owner: viewer, passkeyId, at: now }));
    return outcome.ok ? done("/account?done=passkey-removed") : outcome;
  },
});

export const setReminders = defineAction({
  who: "signed-in",
  input: remindersInput,
  run: async ({ reminders }, { viewer }) => {
    const outcome = await decide((tx) => setThem(tx, { owner: viewer, reminders: reminders === "on" }));
    return outcome.ok ? done(`/account?done=reminders-${reminders}`) : outcome;
  },
});

export const renewCalendarAddress = defineAction({
  who: "signed-in",
  input: nothingInput,
  run: async (_input, { viewer, now }) => {
    const outcome = await decide((tx) => renewCalendar(tx, { actor: viewer, at: now }));
    return outcome.ok ? done("/account?done=calendar") : outcome;
  },
});

export const endSession = defineAction({
  who: "signed-in",
  input: endSessionInput,
  run: async ({ sessionId }, { viewer }) => {
    const outcome = await decide((tx) => endOwnSession(tx, { actor: viewer, sessionId }));
    return outcome.ok ? done("/account?done=session") : outcome;
  },
});

export const signOut = defineAction({
  who: "anyone",
  input: nothingInput,
  run: async () => {
    await signOutWithNextAuth();
    return done("/");
  },
});

export const signOutEverywhere = defineAction({
  who: "signed-in",
  input: nothingInput,
  run: async (_input, { viewer, now }) => {
    const outcome = await decide((tx) => endAll(tx, { actor: viewer, at: now }));
    if (!outcome.ok) return outcome;
    await signOutWithNextAuth();
    return done("/");
  },
});

export const deleteAccount = defineAction({
  who: "signed-in",
  input: deleteAccountInput,
  secret: ["password"],
  run: async ({ password }, { viewer, now }) => {
    const checked = await checkOwnPassword(viewer, password, now);
    if (!checked.ok) return checked;
    const owner = { ...checked.value, name: viewer.name, email: viewer.email };
    const outcome = await decide((tx) => deleteIt(tx, { owner, at: now }));
    if (!outcome.ok) return outcome;
    await signOutWithNextAuth();
    return done("/sign-in?deleted=1");
  },
});
