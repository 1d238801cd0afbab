"use server";

import { clearSealedCookie, newPasskeyCookie } from "@/app/sealed-cookie";
import { defineAction } from "@/lib/actions/define-action";
import { decide, done, refuse } from "@/lib/outcome/outcome";
import { verifyNewPasskey } from "@/lib/passkeys/ceremony";
import { addPasskey as addIt } from "@/lib/passkeys/commands/add-passkey";
import { addPasskeyInput } from "@/lib/passkeys/input";
import { relyingParty } from "@/lib/passkeys/relying-party";
import { readNewPasskey } from "./new-passkey";

export const addPasskey = defineAction({
  who: "signed-in",
  input: addPasskeyInput,
  secret: ["response"],
  run: async ({ response }, { viewer, now }) => {
    const started = await readNewPasskey(viewer, now);
    const site = relyingParty();
    if (!started || !site) return refuse("stale");
    const { name, challenge } = started;
    const passkey = await verifyNewPasskey(site, challenge, response);
    if (!passkey) return refuse("wrong-passkey");
    const outcome = await decide((tx) => addIt(tx, { owner: viewer, name, passkey, challenge, at: now }));
    if (!outcome.ok) return outcome;
    clearSealedCookie(newPasskeyCookie);
    return done("/account?done=passkey-added");
  },
});
