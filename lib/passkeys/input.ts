import { z } from "zod";
import { next, password } from "@/lib/auth/input";
import { textLine } from "@/lib/input/text-input";

/** In characters; usual ones have a few hundred to two thousand. */
const longestResponse = 20_000;

const noPasskey = "Your browser sent no passkey. Try again.";

/** What the browser's authenticator answered, as JSON. */
const response = z
  .string(noPasskey)
  .max(longestResponse, noPasskey)
  .transform((text, context) => {
    try {
      return z.looseObject({ id: z.string().min(1).max(1400) }).parse(JSON.parse(text));
    } catch {
      context.addIssue({ code: "custom", message: noPasskey });
      return z.NEVER;
    }
  });

export const startPasskeyInput = z.object({
  passkeyName: textLine(60, "Say which device the passkey is on."),
  currentPassword: password,
});
export const addPasskeyInput = z.object({ response });
export const passkeySignInInput = z.object({ response, next });
export const removePasskeyInput = z.object({
  passkeyId: z.string().regex(/^[0-9a-z]{20}$/, "Choose a passkey."),
});
