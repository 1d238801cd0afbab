"use server";

import { requestReset } from "@/lib/accounts/commands/request-reset";
import { emailOnlyInput } from "@/lib/accounts/input";
import { defineAction } from "@/lib/actions/define-action";
import { thisBrowser } from "@/lib/auth/browser";
import { safeNext, withNext } from "@/lib/auth/next-path";
import { decide, done } from "@/lib/outcome/outcome";
import { countRequest } from "@/lib/rate-limits/count-request";

export const sendResetLink = defineAction({
  who: "anyone",
  input: emailOnlyInput,
  run: async ({ email, next: sent }, { now }) => {
    const { clientAddress } = await thisBrowser();
    const allowed = await countRequest("link-request", clientAddress, now);
    if (!allowed.ok) return allowed;
    const next = safeNext(sent);
    const outcome = await decide((tx) => requestReset(tx, { email, next, at: now }));
    return outcome.ok ? done(withNext("/forgot-password?sent=1", next)) : outcome;
  },
});
