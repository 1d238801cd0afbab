import type { RefusalFacts } from "@/lib/outcome/outcome";

/** What an action returns to the form that posted it; never a message of an exception. */
export type FormState = {
  /** Sentence for each refused field, by its name. */
  errors: Record<string, string>;
  /** Everything that was typed, the secret fields aside. */
  values: Record<string, string>;
  /** An expected refusal by name; the form's component words it. */
  refusal?: { reason: string; facts?: RefusalFacts; reference?: string };
  /** Path of this site to load now: the form has done what it was for. */
  redirectTo?: string;
  /** How often the form was sent, so that it can tell a new result from the last. */
  submissions: number;
};

export type FormAction = (state: FormState, form: FormData) => Promise<FormState>;

/** The state of a form that nobody has sent yet, filled in with `values`. */
export const initialFormState = (values: Record<string, string> = {}): FormState => ({
  errors: {},
  values,
  submissions: 0,
});

/** The text fields of a form; of a name that came twice the last one counts, files are ignored. */
export function textFields(form: FormData): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [name, value] of form) {
    if (typeof value === "string" && !name.startsWith("$ACTION")) fields[name] = value;
  }
  return fields;
}
