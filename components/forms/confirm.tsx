"use client";

import type { ReactNode } from "react";
import { buttonLook } from "@/components/ui/button-look";
import { useFormContext } from "./form-context";

/**
 * The first of two steps, inside its form: a summary that opens the consequences and the second button. After a
 * refusal it is open, also without JavaScript.
 */
export function Confirm({ label, children }: { label: string; children: ReactNode }) {
  const { state } = useFormContext();
  return (
    <details className="group" open={state.submissions > 0}>
      {/* biome-ignore lint/a11y/useSemanticElements: only a summary opens its details without scripts */}
      <summary role="button" className={`${buttonLook("danger")} group-open:mb-4`}>
        {label}
      </summary>
      <div className="grid gap-5 rounded-card border border-bad bg-surface p-5">{children}</div>
    </details>
  );
}
