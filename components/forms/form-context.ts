"use client";

import { createContext, useContext } from "react";
import { type FormState, initialFormState } from "@/lib/actions/form-state";

type FormContextValue = {
  state: FormState;
  /** The error of a field, from the browser or the server. */
  errorOf: (field: string) => string | undefined;
};

export const FormContext = createContext<FormContextValue>({
  state: initialFormState(),
  errorOf: () => undefined,
});

export const useFormContext = () => useContext(FormContext);
