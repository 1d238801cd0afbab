import type { Wording } from "@/components/forms/action-form";
import { limitedFor } from "@/components/forms/limited-for";

/** For requests for a mailed link. */
export const tooManyEmails = limitedFor("Too many emails were asked for from your network.");

export const easyPassword = (field: string): Wording => ({
  field,
  text: "This password is too easy to guess. Use several unrelated words, without your name or email.",
});

export const passwordHint = "At least 10 characters. Several unrelated words work well.";

/** For changes that need the current password. */
export const ownPasswordRefusals: Record<string, Wording> = {
  "wrong-password": { field: "currentPassword", text: "This is not your current password." },
  limited: limitedFor("Too many failed attempts. Nothing was changed."),
};
