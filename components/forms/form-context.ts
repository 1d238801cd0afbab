"use client";

import { createContext, useContext } from "react";
import { type FormState, initialFormState, textFields } from "@/lib/actions/form-state";

type FormContextValue = {
  state: FormState;
  /** The error of a field, from the browser or the server. */
  errorOf: (field: string) => string | undefined;
  /** What the fields contain; undefined until one is edited, as they contain the values of the state. */
  typed?: FormData;
};

export const FormContext = createContext<FormContextValue>({
  state: initialFormState(),
  errorOf: () => undefined,
});

export const useFormContext = () => useContext(FormContext);

/** The texts of the fields, as they are typed. */
export function useTypedTexts(): Record<string, string> {
  const { state, typed } = useFormContext();
  return typed ? textFields(typed) : state.values;
}
