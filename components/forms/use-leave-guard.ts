import { type RefObject, useEffect, useRef } from "react";
import type { FormState } from "@/lib/actions/form-state";

/** While `isOn`, the browser asks before somebody leaves a form that was changed and not saved. */
export function useLeaveGuard(form: RefObject<HTMLFormElement | null>, state: FormState, isOn: boolean) {
  const isSaved = useRef(false);
  isSaved.current = state.redirectTo !== undefined;
  useEffect(() => {
    const element = form.current;
    if (!isOn || !element) return;
    let isChanged = false;
    const change = () => {
      isChanged = true;
    };
    const ask = (event: BeforeUnloadEvent) => {
      if (isChanged && !isSaved.current) event.preventDefault();
    };
    element.addEventListener("input", change);
    window.addEventListener("beforeunload", ask);
    return () => {
      element.removeEventListener("input", change);
      window.removeEventListener("beforeunload", ask);
    };
  }, [form, isOn]);
}
