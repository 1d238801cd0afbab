import "server-only";
import { redirect, unstable_rethrow } from "next/navigation";
import type { z } from "zod";
import { isUnavailable } from "@/db/client";
import { withNext } from "@/lib/auth/next-path";
import { type Viewer, viewer } from "@/lib/auth/viewer";
import { Busy } from "@/lib/busy";
import { now } from "@/lib/clock";
import { log } from "@/lib/log";
import { wakeMailWorker } from "@/lib/mail/wake";
import type { Outcome } from "@/lib/outcome";
import { currentRequest, refuseWithPage, setStatus } from "@/lib/request";
import { type FormState, textFields, untouched } from "./form-state";

/** Where to go after success: every success leads to a path of this site. */
type Landing = string;

type Context<Who> = { viewer: Who; now: Date };

type Common<Schema extends z.ZodType, Who> = {
  /** The only check of what was sent; its sentences are shown beside the fields. */
  input: Schema;
  /** Fields that are never sent back, such as passwords. */
  secret?: string[];
  run: (input: z.output<Schema>, context: Context<Who>) => Promise<Outcome<Landing>>;
};

type ForSignedIn<Schema extends z.ZodType> = Common<Schema, Viewer> & {
  who: "signed-in";
  /**
   * The path of the public page that the form is on. A signed-out visitor is sent to sign in and back to
   * it, instead of being refused in the form, and what is refused without scripts is answered with it.
   */
  publicPage?: (input: z.output<Schema>) => string;
};

type ForAnyone<Schema extends z.ZodType> = Common<Schema, Viewer | null> & { who: "anyone" };

/** HTTP statuses of refusals that are more than a form to correct. */
const statusOf: Record<string, number> = {
  "not-found": 404,
  "signed-out": 401,
  limited: 429,
  busy: 503,
  fault: 500,
};

/**
 * Makes a server action for `useActionState`: zod → session → the command → FormState or redirect. To
 * scripts a redirect is a FormState too: Next would fetch and render the page it leads to from itself,
 * at several times the cost of the action, where the browser can load it.
 * It never throws (a throw would replace the form and lose what was typed): a busy database answers
 * `busy` with 503, a fault `fault` with 500 and the request's id as reference.
 */
export function defineAction<Schema extends z.ZodType>(definition: ForSignedIn<Schema> | ForAnyone<Schema>) {
  return async (previous: FormState, form: FormData): Promise<FormState> => {
    if (!(form instanceof FormData)) {
      // No form of ours posts without fields: somebody made this request by hand.
      setStatus(400);
      return untouched();
    }
    const typed = textFields(form);
    const kept = { ...typed };
    for (const name of definition.secret ?? []) delete kept[name];
    const answer = (rest: Omit<Partial<FormState>, "values" | "answers">): FormState => {
      const status = rest.refusal && statusOf[rest.refusal.reason];
      if (status) setStatus(status);
      return { errors: {}, ...rest, values: kept, answers: (previous?.answers ?? 0) + 1 };
    };
    const land = (landing: Landing): FormState => {
      if (!currentRequest()?.scripted) redirect(landing);
      return answer({ landing });
    };
    try {
      const parsed = definition.input.safeParse(typed);
      if (!parsed.success) return answer({ errors: firstErrors(parsed.error) });
      const who = await viewer();
      const page = definition.who === "signed-in" ? definition.publicPage?.(parsed.data) : undefined;
      let outcome: Outcome<Landing>;
      if (definition.who === "anyone") {
        outcome = await definition.run(parsed.data, { viewer: who, now: now() });
      } else if (who) {
        outcome = await definition.run(parsed.data, { viewer: who, now: now() });
      } else {
        if (page) return land(withNext("/sign-in", page));
        return answer({ refusal: { reason: "signed-out" } });
      }
      if (!outcome.ok) {
        if (outcome.reason === "not-found")
          log.warn({ viewer: who?.id }, "an action was tried on what is not there");
        if (page && !(outcome.reason in statusOf) && refuseWithPage(page, outcome.reason)) redirect(page);
        return answer({ refusal: { reason: outcome.reason, facts: outcome.facts } });
      }
      wakeMailWorker();
      return land(outcome.value);
    } catch (error) {
      unstable_rethrow(error);
      if (isUnavailable(error) || error instanceof Busy) return answer({ refusal: { reason: "busy" } });
      const reference = currentRequest()?.id;
      log.error({ err: error, request: reference }, "an action failed");
      return answer({ refusal: { reason: "fault", reference } });
    }
  };
}

function firstErrors(error: z.ZodError): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const issue of error.issues) errors[String(issue.path[0] ?? "form")] ??= issue.message;
  return errors;
}
