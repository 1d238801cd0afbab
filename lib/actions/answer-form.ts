import { isUnavailable } from "@/db/client";
import type { Viewer } from "@/lib/auth/find-viewer";
import { wakeMailWorker } from "@/lib/mail/wake";
import type { Outcome } from "@/lib/outcome/outcome";
import { Busy } from "@/lib/runtime/busy";
import { now } from "@/lib/runtime/clock";
import { log } from "@/lib/runtime/log";
import { currentRequest } from "@/lib/runtime/request-context";
import type { FormState } from "./form-state";

/** Where to go after success: every success leads to a path of this site. */
type Landing = string;

type Run<Input, Who> = (input: Input, context: { viewer: Who; now: Date }) => Promise<Outcome<Landing>>;

/** What a form does, and who may send it; the signed-out are refused where it is for the signed-in. */
export type Form<Input> =
  | { who: "signed-in"; run: Run<Input, Viewer> }
  | { who: "anyone"; run: Run<Input, Viewer | null> };

/** What comes of a form whose fields are right: where it leads, or why it is refused. */
export type FormAnswer = { landing: Landing; refusal?: undefined } | Refused;
type Refused = { landing?: undefined; refusal: NonNullable<FormState["refusal"]> };

/** HTTP statuses of refusals that are more than a form to correct. */
const statuses: Record<string, number> = {
  "not-found": 404,
  "signed-out": 401,
  limited: 429,
  busy: 503,
  fault: 500,
};

/** The status that an answer has, or undefined for the usual one. */
export const statusOf = ({ refusal }: FormAnswer): number | undefined => refusal && statuses[refusal.reason];

/**
 * Runs what a form is for: session → the command → what to answer, whoever sends it. It never throws: a
 * busy database answers `busy`, a fault `fault` with the request's id as reference.
 */
export async function answerForm<Input>(
  { who, run }: Form<Input>,
  input: Input,
  findViewer: () => Promise<Viewer | null>,
): Promise<FormAnswer> {
  try {
    const viewer = await findViewer();
    let outcome: Outcome<Landing>;
    if (who === "anyone") outcome = await run(input, { viewer, now: now() });
    else if (viewer) outcome = await run(input, { viewer, now: now() });
    else return { refusal: { reason: "signed-out" } };
    if (outcome.ok) {
      wakeMailWorker();
      return { landing: outcome.value };
    }
    const { reason, facts } = outcome;
    if (reason === "not-found") log.warn({ viewer: viewer?.id }, "an action was tried on what is not there");
    return { refusal: { reason, facts } };
  } catch (error) {
    const reference = currentRequest()?.id;
    const unavailable = isUnavailable(error);
    if (unavailable) log.error({ err: error, request: reference }, "the database cannot answer");
    if (unavailable || error instanceof Busy) return { refusal: { reason: "busy" } };
    log.error({ err: error, request: reference }, "an action failed");
    return { refusal: { reason: "fault", reference } };
  }
}
