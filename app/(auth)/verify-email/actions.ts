"use server";

import { confirmEmail } from "@/lib/accounts/commands/confirm-email";
import { confirmInput } from "@/lib/accounts/input";
import { defineAction } from "@/lib/actions/define-action";
import { readLinkToken } from "@/lib/auth/link-token";
import { safeNext, withNext } from "@/lib/auth/next-path";
import { decide, done, refuse } from "@/lib/outcome/outcome";

export const confirm = defineAction({
  who: "anyone",
  input: confirmInput,
  run: async ({ token }, { now }) => {
    const tokenId = readLinkToken("confirm-email", token);
    if (!tokenId) return refuse("link-void");
    const outcome = await decide((tx) => confirmEmail(tx, { tokenId, at: now }));
    return outcome.ok ? done(withNext("/sign-in?confirmed=1", safeNext(outcome.value.next))) : outcome;
  },
});
