import type { IncomingMessage, ServerResponse } from "node:http";
import { findEventViewer } from "@/lib/auth/event-viewer";
import { seeSession } from "@/lib/auth/find-viewer";
import { isId } from "@/lib/runtime/ids";
import { sendJson } from "./answer";

const address = "/api/viewer";

/** Whether a page that is the same for everybody asks who looks at it. */
export const asksWhoLooks = ({ method, url = "" }: IncomingMessage) =>
  (method === "GET" || method === "HEAD") && (url === address || url.startsWith(`${address}?`));

/**
 * Answers who looks, for the islands of such a page, and with `?event=` what they have to do with that
 * event; null when signed out. Past Next, as in a rush everybody who loads the page asks.
 * @param headers those of every answer
 */
export async function answerViewer(
  request: IncomingMessage,
  response: ServerResponse,
  { now, headers }: { now: Date; headers: Record<string, string> },
): Promise<void> {
  const asked = new URLSearchParams(request.url?.slice(address.length)).get("event") ?? "";
  const eventId = isId(asked) ? asked : "";
  const who = await seeSession(request.headers.cookie, now, (id, at) => findEventViewer(id, eventId, at));
  const event = eventId && who && { ticketId: who.ticketId, manages: who.manages };
  const answer = who && { name: who.user.name, class: who.user.class, ...(event && { event }) };
  const privately = { "Cache-Control": "private, no-store", Vary: "Cookie" };
  sendJson(response, 200, { ...headers, ...privately }, answer);
}
