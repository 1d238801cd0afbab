import type { ReactNode } from "react";
import { buttonLook } from "./button-look";

/** The first of two steps: a summary that opens what is about to happen and the button that does it. */
export function Confirm({ label, children }: { label: string; children: ReactNode }) {
  return (
    <details className="group">
      <summary className={`${buttonLook("danger")} group-open:mb-4`}>{label}</summary>
      <div className="rounded-card border border-bad bg-surface p-5">{children}</div>
    </details>
  );
}
