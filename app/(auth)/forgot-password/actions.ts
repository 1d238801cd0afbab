"use server";

import { requestReset } from "@/lib/accounts/commands/request-reset";
import { emailOnlyInput } from "@/lib/accounts/input";
import { defineAction } from "@/lib/actions/define-action";
import { thisBrowser } from "@/lib/auth/browser";
import { safeNext, withNext } from "@/lib/auth/next-path";
import { decide, done, record, refuse } from "@/lib/outcome/outcome";
import { consume } from "@/lib/rate-limits/rate-limit";

export const sendResetLink = defineAction({
  who: "anyone",
  input: emailOnlyInput,
  run: async ({ email, next: sent }, { now }) => {
    const { clientAddress } = await thisBrowser();
    const seconds = await record((tx) => consume(tx, "link-request", clientAddress, now));
    if (seconds > 0) return refuse("limited", { seconds });
    const next = safeNext(sent);
    const outcome = await decide((tx) => requestReset(tx, { email, next, at: now }));
    return outcome.ok ? done(withNext("/forgot-password?sent=1", next)) : outcome;
  },
});
