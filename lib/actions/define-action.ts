import "server-only";
import { redirect } from "next/navigation";
import type { z } from "zod";
import { viewer } from "@/lib/auth/viewer";
import { currentRequest, setStatus } from "@/lib/runtime/request-context";
import { answerForm, type Form, statusOf } from "./answer-form";
import { type FormState, textFields, untouched } from "./form-state";

type Definition<Schema extends z.ZodType> = Form<z.output<Schema>> & {
  /** The only check of what was sent; its sentences are shown beside the fields. */
  input: Schema;
  /** Fields that are never sent back, such as passwords. */
  secret?: string[];
};

/**
 * Makes a server action for `useActionState`: zod → session → the command → FormState or redirect. To
 * scripts a redirect is a FormState too: Next would fetch and render the page it leads to from itself,
 * at several times the cost of the action, where the browser can load it.
 * What it runs may throw, but it does not (that would replace the form and lose what was typed): a busy
 * database answers `busy` with 503, a fault `fault` with 500 and the request's id as reference.
 */
export function defineAction<Schema extends z.ZodType>(definition: Definition<Schema>) {
  return async (previous: FormState, form: FormData): Promise<FormState> => {
    if (!(form instanceof FormData)) {
      // No form of ours posts without fields: somebody made this request by hand.
      setStatus(400);
      return untouched();
    }
    const typed = textFields(form);
    const kept = { ...typed };
    for (const name of definition.secret ?? []) delete kept[name];
    const state = { values: kept, answers: (previous?.answers ?? 0) + 1 };
    const parsed = definition.input.safeParse(typed);
    if (!parsed.success) return { ...state, errors: firstErrors(parsed.error) };
    const answer = await answerForm(definition, parsed.data, viewer);
    if (answer.landing && !currentRequest()?.scripted) redirect(answer.landing);
    const status = statusOf(answer);
    if (status) setStatus(status);
    return { ...state, ...answer, errors: {} };
  };
}

function firstErrors(error: z.ZodError): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const issue of error.issues) errors[String(issue.path[0] ?? "form")] ??= issue.message;
  return errors;
}
