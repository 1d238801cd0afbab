import { plainText } from "@/lib/markdown/plain-text";
import { formatWhenInFull } from "@/lib/time/format";
import { feedAddress, filterQuery } from "./feed-address";
import type { FeedFilter } from "./input";
import type { FeedEvent } from "./queries";

type Site = {
  /** The origin of every link. */
  appUrl: string;
  filter: Partial<FeedFilter>;
};

/**
 * An Atom feed (RFC 4287) of events. An entry is as new as the last public edit of its event, so equal events give
 * equal bytes.
 */
export function atomFeed(events: FeedEvent[], { appUrl, filter }: Site): string {
  const self = appUrl + feedAddress("atom", filter);
  const query = filterQuery(filter);
  // The beginning of time, if there are none.
  const updated = new Date(Math.max(0, ...events.map(({ updatedAt }) => updatedAt.getTime())));
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">',
    element("id", self),
    element("title", "Upcoming events · Evento"),
    element("updated", updated.toISOString()),
    link("self", self, "application/atom+xml"),
    link("alternate", `${appUrl}/${query && `?${query}`}`, "text/html"),
    ...events.map((event) => entry(event, appUrl)),
    "</feed>\n",
  ].join("\n");
}

function entry(event: FeedEvent, appUrl: string): string {
  const page = `${appUrl}/events/${event.id}`;
  const when = formatWhenInFull(event.startsAt, event.endsAt, event.timeZone);
  return [
    "<entry>",
    element("id", page),
    element("title", event.name),
    element("updated", event.updatedAt.toISOString()),
    `<author>${element("name", event.host)}</author>`,
    link("alternate", page, "text/html"),
    link("related", `${page}/event.ics`, "text/calendar"),
    element("summary", `${when} · ${event.location}`),
    ...(event.description ? [element("content", plainText(event.description))] : []),
    "</entry>",
  ].join("\n");
}

/** An element with plain text, which is what Atom takes an element without a type for. */
const element = (name: string, text: string) => `<${name}>${escapeXml(text)}</${name}>`;

const link = (rel: string, href: string, type: string) =>
  `<link rel="${rel}" type="${type}" href="${escapeXml(href)}"/>`;

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** One character that XML does not allow would make the whole feed unreadable. */
const escapeXml = (text: string) =>
  text
    .toWellFormed()
    .replace(/[^\t\n\r\u0020-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd")
    .replace(/[&<>"]/g, (character) => entities[character] ?? character);
