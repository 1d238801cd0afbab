"use client";

import { unstable_rethrow } from "next/navigation";
import { type FormEvent, type ReactNode, useActionState, useEffect, useRef, useState } from "react";
import { Notice } from "@/components/ui/notice";
import { type FormAction, type FormState, initialFormState, textFields } from "@/lib/actions/form-state";
import type { RefusalFacts } from "@/lib/outcome/outcome";
import { FormContext } from "./form-context";
import { type Control, isControl, problemOf } from "./inline-validation";
import { useLeaveGuard } from "./use-leave-guard";
import { useRedirect } from "./use-redirect";

/** The text of a refusal, shown beside `field` or above the form. */
export type Wording = { field?: string; text: ReactNode | ((facts: RefusalFacts) => ReactNode) };

export const commonRefusals: Record<string, { text: string }> = {
  busy: {
    text: "Evento is busy and nothing was changed. What you typed is still here. Please try again.",
  },
  "maybe-done": {
    text: "The database stopped answering, so this may or may not have been done. Check before you try again. What you typed is still here.",
  },
  unsent: {
    text: "This could not be sent. Check your connection and try again. What you typed is still here.",
  },
  "signed-out": {
    text: "You’ve been signed out. Sign in in another tab, then try again. What you typed is still here.",
  },
  "not-found": { text: "This no longer exists, or you do not have access to it." },
  limited: { text: "Too many requests. Wait a minute, then try again." },
};

type ActionFormProps = {
  action: FormAction;
  /** The initial values of the fields. */
  values?: Record<string, string>;
  /** The wording of this action's refusals, by reason. */
  refusals?: Record<string, Wording>;
  /** Shown above the form until a refusal replaces it. */
  notice?: ReactNode;
  /** Whether the browser asks before somebody leaves with unsaved changes. */
  guarded?: boolean;
  children: ReactNode;
  className?: string;
};

/** Errors found by the browser, edited fields, and what all fields contain, since the last submission. */
type Edits = {
  submissions: number;
  found: Record<string, string | undefined>;
  edited: Record<string, true>;
  typed?: FormData;
};

const noEdits = (submissions: number): Edits => ({ submissions, found: {}, edited: {} });

/**
 * A form for a server action. It works without JavaScript; with it, fields are checked when they lose the
 * focus, a failed connection keeps the values, and the first invalid field gets the focus.
 */
export function ActionForm({
  action,
  values,
  refusals,
  notice,
  guarded = false,
  children,
  className,
}: ActionFormProps) {
  const [hydrated, setHydrated] = useState(false);
  // Without JavaScript, the form posts the server action itself.
  const [state, formAction] = useActionState<FormState, FormData>(
    hydrated ? keepingValues(action) : action,
    initialFormState(values),
  );
  const [edits, setEdits] = useState<Edits>(noEdits(0));
  // Edits count until the next submission.
  const current = edits.submissions === state.submissions ? edits : noEdits(state.submissions);
  const { found, edited, typed } = current;
  const setFound = (fields: Edits["found"]) => setEdits({ ...current, found: fields });
  const form = useRef<HTMLFormElement>(null);
  const pressing = useRef(false);

  useEffect(() => setHydrated(true), []);
  useLeaveGuard(form, state, guarded);
  useRedirect(state);

  useEffect(() => {
    if (state.submissions === 0) return;
    const first = form.current?.querySelector<HTMLElement>("[aria-invalid=true], [data-form-notice]");
    first?.focus();
  }, [state]);

  const words: Record<string, Wording> = { ...commonRefusals, ...refusals };
  const wording = state.refusal && words[state.refusal.reason];
  const refusalText = state.refusal && wordsOf(wording, state.refusal);
  const refusalOf = (field: string) =>
    state.errors[field] ??
    (wording?.field === field && typeof refusalText === "string" ? refusalText : undefined);
  // An edit hides the server's error.
  const errorOf = (field: string) => found[field] ?? (edited[field] ? undefined : refusalOf(field));

  const check = (control: Control) => setFound({ ...found, [control.name]: problemOf(control) });

  const checkAll = (event: FormEvent<HTMLFormElement>) => {
    const { submitter } = event.nativeEvent as SubmitEvent;
    if (submitter instanceof HTMLButtonElement && submitter.formNoValidate) return;
    const problems = [...event.currentTarget.elements]
      .filter(isControl)
      .map((control) => [control, problemOf(control)] as const);
    const wrong = problems.filter(([, problem]) => problem);
    if (wrong.length === 0) return;
    event.preventDefault();
    setFound(Object.fromEntries(wrong.map(([control, problem]) => [control.name, problem])));
    wrong[0]?.[0].focus();
  };

  return (
    <FormContext value={{ state, errorOf, typed }}>
      <form
        ref={form}
        action={formAction}
        noValidate
        className={className ?? "grid grid-cols-1 gap-5"}
        onSubmit={checkAll}
        onPointerDown={(event) => {
          pressing.current = (event.target as Element).closest("button") !== null;
        }}
        onPointerUp={() => {
          pressing.current = false;
        }}
        onBlur={(event) => {
          // A new line would move the button away from the pointer, and the click would be lost.
          if (pressing.current) return;
          if (isControl(event.target) && event.target.value) check(event.target);
        }}
        onInput={(event) => {
          if (!isControl(event.target)) return;
          const { name } = event.target;
          const problem = found[name] && problemOf(event.target);
          setEdits({
            submissions: state.submissions,
            edited: { ...edited, [name]: true },
            found: { ...found, [name]: problem },
            typed: new FormData(event.currentTarget),
          });
        }}
      >
        {refusalText && !wording?.field && (
          <Notice tone="bad" focusable>
            {refusalText}
          </Notice>
        )}
        {!state.refusal && notice}
        {state.errors.form && (
          <Notice tone="bad" focusable>
            {state.errors.form}
          </Notice>
        )}
        {children}
      </form>
    </FormContext>
  );
}

function wordsOf(wording: Wording | undefined, refusal: NonNullable<FormState["refusal"]>): ReactNode {
  if (wording) return typeof wording.text === "function" ? wording.text(refusal.facts ?? {}) : wording.text;
  return `Something went wrong and nothing was changed. Try again. If it keeps happening, give the organiser this reference: ${refusal.reference ?? "none"}.`;
}

/** Turns a failed request into a refusal, because an exception would replace the form. */
const keepingValues =
  (action: FormAction): FormAction =>
  async (state, form) => {
    try {
      return await action(state, form);
    } catch (error) {
      unstable_rethrow(error);
      return {
        errors: {},
        values: textFields(form),
        refusal: { reason: "unsent" },
        submissions: state.submissions + 1,
      };
    }
  };
