import type { IncomingMessage, ServerResponse } from "node:http";
import { answerForm, type Form, statusOf } from "@/lib/actions/answer-form";
import { findViewer } from "@/lib/auth/find-viewer";
import { withNext } from "@/lib/auth/next-path";
import { decide, done, refuse } from "@/lib/outcome/outcome";
import type { RequestContext } from "@/lib/runtime/request-context";
import { requestTicket } from "@/lib/tickets/commands/request-ticket";
import { foreseeRequest } from "@/lib/tickets/queries";
import { requestLimit } from "@/lib/tickets/request-limit";
import { sendErrorPage, sendJson } from "./answer";
import { eventOnPage } from "./public-address";
import type { PublicPages } from "./public-pages";

/** The one form that everybody sends at the same moment; what it is about is in its address. */
const form: Form<{ eventId: string }> = {
  who: "signed-in",
  run: async ({ eventId }, { viewer, now }) => {
    if (!requestLimit.take(viewer.id, now)) return refuse("limited");
    const asked = { holder: viewer, eventId, now };
    const outcome = (await foreseeRequest(asked)) ?? (await decide((tx) => requestTicket(tx, asked)));
    return outcome.ok ? done(`/tickets/${outcome.value}`) : outcome;
  },
};

/**
 * The event that a request asks a ticket for: what is posted to an event's page, whatever it carries. Null
 * for any other request, and for an action of Next's client.
 */
export function wantedEvent({ method, url = "", headers }: IncomingMessage): string | null {
  if (method !== "POST" || headers["next-action"] !== undefined) return null;
  return eventOnPage(url.split("?", 1)[0] ?? "");
}

type Asked = {
  eventId: string;
  context: RequestContext;
  headers: Record<string, string>;
  pages: PublicPages;
};

/**
 * Answers a request for a ticket past Next: scripts get a `FormAnswer`, a browser by itself a redirect or
 * the event's page with the reason. To be called within the request's store.
 * @param headers those of every answer
 */
export async function answerTicketRequest(
  request: IncomingMessage,
  response: ServerResponse,
  { eventId, context, headers, pages }: Asked,
): Promise<void> {
  const page = `/events/${eventId}`;
  let answer = await answerForm(form, { eventId }, () => findViewer(request.headers.cookie, context.now));
  // The page is for everybody, so who is signed out need not know better.
  if (answer.refusal?.reason === "signed-out") answer = { landing: withNext("/sign-in", page) };

  const status = statusOf(answer);
  if (request.headers.accept?.includes("application/json"))
    return sendJson(response, status ?? 200, headers, answer);
  if (answer.landing !== undefined) {
    response.writeHead(303, { ...headers, Location: answer.landing, "Content-Length": 0 }).end();
  } else if (status === 500 || status === 503) {
    sendErrorPage(response, status, context.id, headers);
  } else {
    const { id, now } = context;
    const { reason } = answer.refusal;
    (await pages.refuse(request, { id, now, status, page, reason }))(response);
  }
}
