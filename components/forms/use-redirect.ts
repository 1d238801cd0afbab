import { useEffect } from "react";
import type { FormState } from "@/lib/actions/form-state";

/** Loads the page that a form's result leads to. */
export function useRedirect({ redirectTo }: FormState): void {
  useEffect(() => {
    if (redirectTo === undefined) return;
    // On the way back a browser may show this page as it was left, its button pressed for ever.
    const reload = (event: PageTransitionEvent) => event.persisted && location.reload();
    addEventListener("pageshow", reload, { once: true });
    location.assign(redirectTo);
    return () => removeEventListener("pageshow", reload);
  }, [redirectTo]);
}
