"use server";

import { checkNewPassword } from "@/lib/accounts/check-new-password";
import { resetPassword } from "@/lib/accounts/commands/reset-password";
import { resetPasswordInput } from "@/lib/accounts/input";
import { findReset } from "@/lib/accounts/queries";
import { defineAction } from "@/lib/actions/define-action";
import { knownBrowserCookie } from "@/lib/auth/known-browser";
import { safeNext, withNext } from "@/lib/auth/next-path";
import { hashPassword } from "@/lib/auth/password-hash";
import { signOut } from "@/lib/auth/sign-in";
import { decide, done, refuse } from "@/lib/outcome/outcome";
import { addCookies } from "@/lib/runtime/request-context";

export const setNewPassword = defineAction({
  who: "anyone",
  input: resetPasswordInput,
  secret: ["password"],
  run: async ({ token, password }, { now }) => {
    const link = await findReset(token, now);
    if (link.state !== "open") return refuse("link-void");
    const strong = await checkNewPassword({ password, owner: link }, { countedBy: link.id, now });
    if (!strong.ok) return strong;
    const passwordHash = await hashPassword(password);
    const outcome = await decide((tx) => resetPassword(tx, { resetId: link.id, passwordHash, at: now }));
    if (!outcome.ok) return outcome;
    await signOut();
    // The link proves the mailbox: what others try from the same network does not keep its owner out.
    addCookies(knownBrowserCookie(outcome.value.userId));
    return done(withNext("/sign-in?reset=1", safeNext(outcome.value.next)));
  },
});
