import { filterQuery } from "./feed-address";
import type { ListInput } from "./input";

/** The address of the public list with these filters, without empty parts. */
export function listAddress({ q, from, to, month, page }: Partial<ListInput>): string {
  const query = new URLSearchParams(filterQuery(month ? { q } : { q, from, to }));
  if (month) query.set("month", month);
  if (page && page > 1) query.set("page", String(page));
  return query.size > 0 ? `/?${query}` : "/";
}
