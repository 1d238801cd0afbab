import { z } from "zod";

/** An email address as it is stored: NFKC, trimmed, lower case, strict syntax. */
export const emailInput = z
  .string("Enter your email address.")
  .normalize("NFKC")
  .trim()
  .toLowerCase()
  .min(1, "Enter your email address.")
  .max(254, "Use an email address of at most 254 characters.")
  .pipe(
    z
      .email("Enter an email address such as name@example.org.")
      .refine((email) => email.indexOf("@") <= 64, "Enter an email address such as name@example.org."),
  );

/** Normalised, because keyboards compose characters differently; spaces count. */
export const password = z.string("Enter your password.").normalize("NFKC").min(1, "Enter your password.");

/** The path to continue at; `safeNext` checks it at each use. */
export const next = z.string().optional();

export const signInInput = z.object({ email: emailInput, password, next });
