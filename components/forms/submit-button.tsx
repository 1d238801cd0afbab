"use client";

import type { ReactNode } from "react";
import { useFormStatus } from "react-dom";
import { type ButtonTone, buttonLook } from "@/components/ui/button-look";
import { useFormContext } from "./form-context";

type SubmitButtonProps = {
  children: ReactNode;
  tone?: ButtonTone;
  small?: boolean;
  className?: string;
  describedBy?: string;
  id?: string;
  /** For forms with several buttons: what this one is for, sent as the field `intent`. */
  intent?: string;
  /** For buttons that need no complete form: the browser does not check the fields. */
  formNoValidate?: boolean;
};

/** Sends its form; disabled meanwhile, and marked as busy if it was pressed. */
export function SubmitButton({
  children,
  tone = "primary",
  small = false,
  className = "",
  describedBy,
  id,
  intent,
  formNoValidate,
}: SubmitButtonProps) {
  const { state } = useFormContext();
  const status = useFormStatus();
  // After a success, the next page is loading.
  const pending = status.pending || state.redirectTo !== undefined;
  const pressed = status.pending ? status.data.get("intent") : state.values.intent;
  const busy = pending && (intent === undefined || intent === pressed);
  return (
    <button
      id={id}
      type="submit"
      name={intent && "intent"}
      value={intent}
      formNoValidate={formNoValidate}
      disabled={pending}
      aria-busy={busy}
      aria-describedby={describedBy}
      className={`${buttonLook(tone, small)} ${className}`}
    >
      {busy && (
        <span
          aria-hidden
          className="size-4 motion-safe:animate-spin rounded-full border-2 border-current border-r-transparent"
        />
      )}
      {children}
    </button>
  );
}
