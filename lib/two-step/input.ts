import { z } from "zod";
import { next, password } from "@/lib/auth/input";

/** A code of an authenticator app; apps show a space in its middle. */
const code = z
  .string("Enter the code that your app shows.")
  .normalize("NFKC")
  .transform((text) => text.replace(/\s/g, ""))
  .refine((text) => /^\d{6}$/.test(text), "Enter the six digits that your app shows.");

export const confirmKeyInput = z.object({ code });
export const codeInput = z.object({ code, next });
export const recoveryCodeInput = z.object({
  recoveryCode: z
    .string("Enter a recovery code.")
    .trim()
    .min(1, "Enter a recovery code.")
    .max(200, "Enter a recovery code."),
  next,
});
export const currentPasswordInput = z.object({ currentPassword: password });
