import { pathOf } from "../request-target";

/** A route whose responses are the same for everyone. */
export type CachedRoute = {
  /** Matches the whole path. */
  path: RegExp;
  /** The parameters that the route reads, and how long the value of each may be. */
  query?: Record<string, number>;
  /** Whether a response stays the same for ever; such a handler says itself how long browsers may keep it. */
  immutable?: boolean;
};

/** The route of a request, if its responses are the same for everyone. @param target path and query */
export const findRoute = (routes: CachedRoute[], target: string): CachedRoute | undefined =>
  routes.find((route) => route.path.test(pathOf(target)));

/**
 * The address under which a response is cached, the same for every spelling of it, without parameters that the
 * route does not read, such as those of newsletters; null for a repeated parameter or one that is too long.
 * @param target path and query of a request
 */
export function canonicalAddress(route: CachedRoute, target: string): string | null {
  const path = pathOf(target);
  const canonical = new URLSearchParams();
  for (const [name, value] of new URLSearchParams(target.slice(path.length))) {
    const longest = Object.hasOwn(route.query ?? {}, name) ? route.query?.[name] : undefined;
    if (longest === undefined) continue;
    if (value.length > longest || canonical.has(name)) return null;
    canonical.append(name, value);
  }
  canonical.sort();
  return canonical.size > 0 ? `${path}?${canonical}` : path;
}

/**
 * A request's target without the route's parameters that are empty, as forms without JavaScript send them; null if
 * there are none.
 */
export function withoutEmptyParts(route: CachedRoute, target: string): string | null {
  const path = pathOf(target);
  if (path === target) return null;
  const query = new URLSearchParams(target.slice(path.length));
  const empty = Object.keys(route.query ?? {}).filter(
    (name) => query.getAll(name).join() === "" && query.has(name),
  );
  if (empty.length === 0) return null;
  for (const name of empty) query.delete(name);
  return query.size > 0 ? `${path}?${query}` : path;
}
