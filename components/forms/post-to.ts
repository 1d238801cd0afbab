import type { FormAnswer } from "@/lib/actions/answer-form";
import { type FormAction, textFields } from "@/lib/actions/form-state";

/**
 * An action that sends a form to an address of the front door, as a browser without scripts would, and
 * asks for the bare answer instead of a page. For forms without secrets: what was typed is kept.
 * @throws when what comes back is no such answer
 */
export const postTo =
  (address: string): FormAction =>
  async ({ answers }, form) => {
    const values = textFields(form);
    const headers = { Accept: "application/json" };
    const response = await fetch(address, { method: "POST", headers, body: new URLSearchParams(values) });
    const answer: Partial<FormAnswer> | null = await response.json();
    // What stands between may answer with JSON of its own.
    if (!answer?.landing && !answer?.refusal?.reason) throw new Error("no answer of Evento's");
    return { ...answer, errors: {}, values, answers: answers + 1 };
  };
