import { z } from "zod";
import { emailInput, next, password } from "@/lib/auth/input";
import { textLine } from "@/lib/input/text-input";

const name = textLine(100, "Enter your name.");

const bytes = (text: string) => new TextEncoder().encode(text).length;

const newPassword = z
  .string("Choose a password.")
  .normalize("NFKC")
  .refine((text) => [...text].length >= 10, "Use at least 10 characters.")
  .refine((text) => bytes(text) <= 1024, "Use a shorter password: at most 1,024 bytes.");

export const registerInput = z
  .object({
    name,
    email: emailInput,
    password: newPassword,
    role: z.enum(["attendee", "organiser"], "Choose Attendee or Organiser."),
    organiserCode: z.string().trim().max(200, "This code is incorrect.").default(""),
    next,
  })
  .refine((input) => input.role === "attendee" || input.organiserCode !== "", {
    path: ["organiserCode"],
    message: "Enter the organiser code, or choose Attendee.",
  });

export const emailOnlyInput = z.object({ email: emailInput, next });
export const confirmInput = z.object({ token: z.string(), password, next });
export const resetPasswordInput = z.object({ token: z.string(), password: newPassword });
export const remindersInput = z.object({ reminders: z.enum(["on", "off"]) });
export const saveNameInput = z.object({ name });
export const changePasswordInput = z.object({
  currentPassword: password,
  newPassword,
});

export const endSessionInput = z.object({
  sessionId: z.string().regex(/^[0-9a-z]{20}$/, "Choose a session."),
});
export const nothingInput = z.object({});
