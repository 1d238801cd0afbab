import { useEffect } from "react";
import type { FormState } from "@/lib/actions/form-state";

/** Loads the next page after a success. */
export function useRedirect({ redirectTo }: FormState): void {
  useEffect(() => {
    if (redirectTo === undefined) return;
    // The browser's back button may restore this page with its button still disabled.
    const reload = (event: PageTransitionEvent) => event.persisted && location.reload();
    addEventListener("pageshow", reload, { once: true });
    location.assign(redirectTo);
    return () => removeEventListener("pageshow", reload);
  }, [redirectTo]);
}
