"use server";

import { checkNewPassword } from "@/lib/accounts/check-new-password";
import { register as registerAccount } from "@/lib/accounts/commands/register";
import { resendConfirmation } from "@/lib/accounts/commands/resend-confirmation";
import { tryOrganiserCode } from "@/lib/accounts/commands/try-organiser-code";
import { emailOnlyInput, registerInput } from "@/lib/accounts/input";
import { defineAction } from "@/lib/actions/define-action";
import { thisBrowser } from "@/lib/auth/browser";
import { safeNext, withNext } from "@/lib/auth/next-path";
import { hashRegistrationPassword } from "@/lib/auth/registration-password";
import { decide, done, record } from "@/lib/outcome/outcome";
import { countRequest } from "@/lib/rate-limits/count-request";
import { rememberSentTo } from "../sent-to";

export const register = defineAction({
  who: "anyone",
  input: registerInput,
  secret: ["password"],
  run: async (input, { now }) => {
    const { clientAddress } = await thisBrowser();
    const chosen = { password: input.password, owner: input };
    const strong = await checkNewPassword(chosen, { countedBy: clientAddress, now });
    if (!strong.ok) return strong;
    if (input.role === "organiser") {
      const attempt = { given: input.organiserCode, clientAddress, at: now };
      // Commits in every case, so that a wrong code stays counted.
      const code = await record((tx) => tryOrganiserCode(tx, attempt));
      if (!code.ok) return code;
    }
    const allowed = await countRequest("registration", clientAddress, now);
    if (!allowed.ok) return allowed;
    const passwordHash = await hashRegistrationPassword(input);
    const next = safeNext(input.next);
    const outcome = await decide((tx) => registerAccount(tx, { ...input, passwordHash, next, at: now }));
    if (!outcome.ok) return outcome;
    rememberSentTo(input.email);
    return done(withNext("/register?sent=1", next));
  },
});

export const sendAgain = defineAction({
  who: "anyone",
  input: emailOnlyInput,
  run: async ({ email, next: sent }, { now }) => {
    const { clientAddress } = await thisBrowser();
    const allowed = await countRequest("link-request", clientAddress, now);
    if (!allowed.ok) return allowed;
    const next = safeNext(sent);
    const outcome = await decide((tx) => resendConfirmation(tx, { email, next, at: now }));
    if (!outcome.ok) return outcome;
    rememberSentTo(email);
    return done(withNext("/register?sent=again", next));
  },
});
