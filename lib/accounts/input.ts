import { z } from "zod";
import { textLine } from "@/lib/input/text-input";

/** An address as it is stored and looked up: NFKC, trimmed, lower case, strict syntax. */
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

/** What people are called; something of it has to be visible. */
const name = textLine(100, "Enter your name.").refine(
  (text) => /[^\p{C}\p{Z}]/u.test(text),
  "Enter your name.",
);

/** One form of the same characters, whatever keyboard they were typed on; spaces count as typed. */
const password = z.string("Enter your password.").normalize("NFKC").min(1, "Enter your password.");

const bytes = (text: string) => new TextEncoder().encode(text).length;

const newPassword = z
  .string("Choose a password.")
  .normalize("NFKC")
  .refine((text) => [...text].length >= 10, "Use at least 10 characters.")
  .refine((text) => bytes(text) <= 1024, "Use a shorter password: at most 1,024 bytes.");

/** Where to go on to; checked by `safeNext` where it is used. */
const next = z.string().optional();

export const registerInput = z
  .object({
    name,
    email: emailInput,
    password: newPassword,
    class: z.enum(["attendee", "organiser"], "Choose Attendee or Organiser."),
    organiserCode: z
      .string()
      .trim()
      .max(200, "This code is not right. Check it with whoever gave it to you.")
      .default(""),
    next,
  })
  .refine((input) => input.class === "attendee" || input.organiserCode !== "", {
    path: ["organiserCode"],
    message: "Enter the organiser code, or choose Attendee.",
  });

export const signInInput = z.object({ email: emailInput, password, next });
export const emailOnlyInput = z.object({ email: emailInput, next });
export const confirmInput = z.object({ token: z.string() });
export const resetPasswordInput = z.object({ token: z.string(), password: newPassword });
export const saveNameInput = z.object({ name });
export const changePasswordInput = z.object({
  currentPassword: password,
  newPassword,
});
/** The shape of a row id; anything else names nothing. */
export const endSessionInput = z.object({
  sessionId: z.string().regex(/^[0-9a-z]{20}$/, "Choose a session."),
});
export const nothingInput = z.object({});
