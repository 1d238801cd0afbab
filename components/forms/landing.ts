import { useEffect } from "react";
import type { FormState } from "@/lib/actions/form-state";

/** Loads the page that a form's answer leads to. */
export function useLanding({ landing }: FormState): void {
  useEffect(() => {
    if (landing === undefined) return;
    // On the way back a browser may show this page as it was left, its button pressed for ever.
    const anew = (event: PageTransitionEvent) => event.persisted && location.reload();
    addEventListener("pageshow", anew, { once: true });
    location.assign(landing);
    return () => removeEventListener("pageshow", anew);
  }, [landing]);
}
