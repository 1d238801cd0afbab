import type { FeedFilter } from "./input";

/** The address of the calendar or the Atom feed of upcoming events with these filters, without empty parts. */
export function feedAddress(kind: "ics" | "atom", filter: Partial<FeedFilter>): string {
  const query = filterQuery(filter);
  return query ? `/events.${kind}?${query}` : `/events.${kind}`;
}

/** The filters of the list as a query string, without empty parts. */
export function filterQuery({ q, from, to }: Partial<FeedFilter>): string {
  const query = new URLSearchParams();
  if (q) query.set("q", q);
  if (from) query.set("from", from);
  if (to) query.set("to", to);
  return query.toString();
}
