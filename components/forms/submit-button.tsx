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
};

/** Sends its form; disabled and marked as busy meanwhile. */
export function SubmitButton({
  children,
  tone = "brand",
  small = false,
  className = "",
  describedBy,
}: SubmitButtonProps) {
  const { state } = useFormContext();
  const status = useFormStatus();
  // After a success, the next page is loading.
  const pending = status.pending || state.redirectTo !== undefined;
  return (
    <button
      type="submit"
      disabled={pending}
      aria-busy={pending}
      aria-describedby={describedBy}
      className={`${buttonLook(tone, small)} ${className}`}
    >
      {pending && (
        <span
          aria-hidden
          className="size-4 motion-safe:animate-spin rounded-full border-2 border-current border-r-transparent"
        />
      )}
      {children}
    </button>
  );
}
