import "server-only";
import { redirect } from "next/navigation";
import type { z } from "zod";
import { isCommitUnknown, isUnavailable } from "@/db/client";
import { recordRefusal } from "@/lib/audit/record-refusal";
import { type Viewer, viewer } from "@/lib/auth/viewer";
import type { Outcome, Refusal } from "@/lib/outcome/outcome";
import { Busy } from "@/lib/runtime/busy";
import { now } from "@/lib/runtime/clock";
import { log } from "@/lib/runtime/log";
import { beginAction, currentRequest, setStatus } from "@/lib/runtime/request-context";
import { type FormState, initialFormState, textFields } from "./form-state";

/** A path of this site; undefined to stay on the form. */
type RedirectTo = string | undefined;

type Run<Input, Who> = (input: Input, context: { viewer: Who; now: Date }) => Promise<Outcome<RedirectTo>>;

/** What a form's files became: values to add to its fields, or why a file is refused. */
export type TakenFiles = { values?: Record<string, string>; refusal?: Refusal };

type Definition<Schema extends z.ZodType> = {
  /** Validates the form; its messages are shown beside the fields. */
  input: Schema;
  /** Fields whose values are never sent back, such as passwords. */
  secret?: string[];
} & (
  | {
      who: "signed-in";
      run: Run<z.output<Schema>, Viewer>;
      /** Takes the form's files before the fields are checked; nothing runs if one is refused. */
      takeFiles?: (form: FormData, context: { viewer: Viewer; now: Date }) => Promise<TakenFiles>;
    }
  | { who: "anyone"; run: Run<z.output<Schema>, Viewer | null> }
);

/** The HTTP statuses of refusals; all others are 200. */
const statuses: Record<string, number> = {
  "not-found": 404,
  "signed-out": 401,
  limited: 429,
  "picture-limited": 429,
  busy: 503,
  "maybe-done": 503,
  fault: 500,
};

/**
 * Makes a server action for `useActionState`: files → zod → session → command → FormState or redirect. With
 * JavaScript, a success is a FormState with `redirectTo`: for a redirect, Next would also fetch and render
 * the next page, at several times the cost of the action.
 * It never throws, because an exception would replace the form and its values. An unavailable database is
 * refused as `busy` with 503, or as `maybe-done` if the answer to the commit was lost; a fault as `fault` with
 * 500 and the request's id as reference.
 */
export function defineAction<Schema extends z.ZodType>(definition: Definition<Schema>) {
  return async (previous: FormState, form: FormData): Promise<FormState> => {
    if (!(form instanceof FormData)) {
      // Evento's forms always send fields, so this request was made by hand.
      setStatus(400);
      return initialFormState();
    }
    beginAction();
    const values = textFields(form);
    const result = await runSafely(() => run(definition, form, values));
    for (const name of definition.secret ?? []) delete values[name];
    const state = { values, errors: {}, submissions: submissionsBefore(previous) + 1 };
    if (result.redirectTo && !currentRequest()?.isFetchAction) redirect(result.redirectTo);
    const status = result.refusal && statuses[result.refusal.reason];
    if (status) setStatus(status);
    return { ...state, ...result };
  };
}

/** The state comes from the client, so it may be anything. */
function submissionsBefore(previous: unknown): number {
  const { submissions } = (previous ?? {}) as { submissions?: unknown };
  return Number.isSafeInteger(submissions) ? Number(submissions) : 0;
}

type Result = Partial<Pick<FormState, "errors" | "redirectTo" | "refusal">>;

/** @param values the form's fields; those that its files became are added */
async function run<Schema extends z.ZodType>(
  definition: Definition<Schema>,
  form: FormData,
  values: Record<string, string>,
): Promise<Result> {
  const signedOut = { refusal: { reason: "signed-out" } };
  let refusal: Refusal | undefined;
  let who: Viewer | null | undefined;
  if (definition.who === "signed-in" && definition.takeFiles) {
    who = await viewer();
    if (!who) return signedOut;
    const taken = await definition.takeFiles(form, { viewer: who, now: now() });
    Object.assign(values, taken.values);
    refusal = taken.refusal;
  }
  const parsed = definition.input.safeParse(values);
  if (!parsed.success || refusal)
    return {
      ...(refusal && { refusal: toState(refusal) }),
      errors: parsed.error ? firstErrors(parsed.error) : {},
    };
  who ??= await viewer();
  if (definition.who === "signed-in" && !who) return signedOut;
  const outcome = await definition.run(parsed.data, { viewer: who as Viewer, now: now() });
  if (outcome.ok) return { redirectTo: outcome.value };
  if (outcome.reason === "not-found") {
    log.warn({ viewer: who?.id }, "an action was tried on something not found");
    if (who) await recordRefusal({ actorId: who.id, action: "access.refuse", subject: who.id, at: now() });
  }
  return { refusal: toState(outcome) };
}

const toState = ({ reason, facts }: Refusal) => ({ reason, facts });

async function runSafely(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const reference = currentRequest()?.id;
    const unavailable = isUnavailable(error);
    if (unavailable) log.error({ err: error, id: reference }, "the database is not available");
    if (isCommitUnknown(error)) return { refusal: { reason: "maybe-done" } };
    if (unavailable || error instanceof Busy) return { refusal: { reason: "busy" } };
    log.error({ err: error, id: reference }, "an action failed");
    return { refusal: { reason: "fault", reference } };
  }
}

function firstErrors(error: z.ZodError): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const issue of error.issues) errors[String(issue.path[0] ?? "form")] ??= issue.message;
  return errors;
}
