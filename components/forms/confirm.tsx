"use client";

import type { ReactNode } from "react";
import { buttonLook, textButtonLook } from "@/components/ui/button-look";
import { useFormContext } from "./form-context";

/**
 * The first of two steps, inside its form: a summary that opens the consequences and the second button. After a
 * refusal it is open, also without JavaScript.
 */
export function Confirm({
  label,
  tone = "danger",
  small,
  describedBy,
  children,
}: {
  label: string;
  /** `text` for lists, where buttons would be heavy. */
  tone?: "danger" | "quiet" | "text";
  small?: boolean;
  describedBy?: string;
  children: ReactNode;
}) {
  const { state } = useFormContext();
  return (
    <details className="group" open={state.submissions > 0}>
      {/* biome-ignore lint/a11y/useSemanticElements: only a summary opens its details without scripts */}
      <summary
        role="button"
        aria-describedby={describedBy}
        className={`${tone === "text" ? textButtonLook : buttonLook(tone, small)} group-open:mb-3`}
      >
        {label}
      </summary>
      <div
        className={`grid max-w-reading gap-4 rounded-button border bg-surface p-4 ${tone === "danger" ? "border-bad" : "border-edge"}`}
      >
        {children}
      </div>
    </details>
  );
}
