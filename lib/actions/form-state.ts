import type { RefusalFacts } from "@/lib/outcome/outcome";

/** What an action hands back to the form that posted it; never a message of an exception. */
export type FormState = {
  /** Sentence for each refused field, by its name. */
  errors: Record<string, string>;
  /** Everything that was typed, the secret fields aside. */
  values: Record<string, string>;
  /** An expected refusal by name; the form's component words it. */
  refusal?: { reason: string; facts?: RefusalFacts; reference?: string };
  /** Path of this site to load now: what the form was for is done. */
  landing?: string;
  /** Counts answers, so that a form can tell a new one from the last. */
  answers: number;
};

export type FormAction = (state: FormState, form: FormData) => Promise<FormState>;

/** A form nobody has sent yet, filled in with `values`. */
export const untouched = (values: Record<string, string> = {}): FormState => ({
  errors: {},
  values,
  answers: 0,
});

/** The text fields of a form; of a name that came twice the last one counts, files are ignored. */
export function textFields(form: FormData): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [name, value] of form) {
    if (typeof value === "string" && !name.startsWith("$ACTION")) fields[name] = value;
  }
  return fields;
}
