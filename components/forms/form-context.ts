"use client";

import { createContext, useContext } from "react";
import { type FormState, initialFormState } from "@/lib/actions/form-state";

type FormContextValue = {
  state: FormState;
  /** The sentence to show beside a field, whoever found it: the browser while typing, or the server. */
  errorOf: (field: string) => string | undefined;
};

export const FormContext = createContext<FormContextValue>({
  state: initialFormState(),
  errorOf: () => undefined,
});

export const useFormContext = () => useContext(FormContext);
