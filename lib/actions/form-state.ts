import type { RefusalFacts } from "@/lib/outcome/outcome";

/** What an action returns to its form; never the message of an exception. */
export type FormState = {
  /** The message of each invalid field, by its name. */
  errors: Record<string, string>;
  /** Every value that was typed, except secret fields. */
  values: Record<string, string>;
  /** An expected refusal; the form's component chooses the words. */
  refusal?: { reason: string; facts?: RefusalFacts; reference?: string };
  /** After a success: the path of this site to load now. */
  redirectTo?: string;
  /** How often the form was sent; a new number marks a new result. */
  submissions: number;
};

export type FormAction = (state: FormState, form: FormData) => Promise<FormState>;

/** The state of a form before its first submission. */
export const initialFormState = (values: Record<string, string> = {}): FormState => ({
  errors: {},
  values,
  submissions: 0,
});

/** The text fields of a form, without files; of a repeated name, the last value. */
export function textFields(form: FormData): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [name, value] of form) {
    if (typeof value === "string" && !name.startsWith("$ACTION")) fields[name] = value;
  }
  return fields;
}
