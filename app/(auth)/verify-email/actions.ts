"use server";

import { confirmRegistration } from "@/lib/accounts/commands/confirm-registration";
import { confirmInput } from "@/lib/accounts/input";
import { findRegistration } from "@/lib/accounts/queries";
import { defineAction } from "@/lib/actions/define-action";
import { authenticateRegistration } from "@/lib/auth/authenticate";
import { thisBrowser } from "@/lib/auth/browser";
import { pathAfterSignIn, safeNext, withNext } from "@/lib/auth/next-path";
import { signInProven } from "@/lib/auth/sign-in";
import { decide, done, refuse } from "@/lib/outcome/outcome";
import { log } from "@/lib/runtime/log";

export const confirm = defineAction({
  who: "anyone",
  input: confirmInput,
  secret: ["password"],
  run: async ({ token, password, next: sent }, { now }) => {
    const link = await findRegistration(token, now);
    if (link.state === "used" || link.state === "replaced") return refuse("already-confirmed");
    if (link.state !== "open") return refuse("link-void");
    const { id, email, role } = link;
    const { clientAddress } = await thisBrowser();
    const checked = await authenticateRegistration({ id, email, password }, { clientAddress, now });
    if (!checked.ok) return checked;
    const outcome = await decide((tx) => confirmRegistration(tx, { registrationId: id, at: now }));
    if (!outcome.ok) return outcome;
    const next = safeNext(sent) ?? safeNext(link.next);
    // The address is confirmed by now, so people can try again themselves.
    const signedIn = await signInProven(outcome.value).catch((err) => {
      log.warn({ err }, "could not sign in after a confirmation");
    });
    if (!signedIn?.ok) return done(withNext("/sign-in?confirmed=1", next));
    return done(pathAfterSignIn(role, next));
  },
});
