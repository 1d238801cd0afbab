/** A route whose responses are the same for everyone. */
export type CachedRoute = {
  /** Matches the whole path. */
  path: RegExp;
  /** The parameters that the route reads, and how long the value of each may be. */
  query?: Record<string, number>;
};

/**
 * The address under which a response is cached, the same for every spelling of it; null for addresses of
 * no such route, and for those with any other parameter, so that nobody can fill the cache.
 * @param target path and query of a request
 */
export function canonicalAddress(routes: CachedRoute[], target: string): string | null {
  const [path = "", ...rest] = target.split("?");
  const route = routes.find((known) => known.path.test(path));
  if (!route) return null;
  const canonical = new URLSearchParams();
  for (const [name, value] of new URLSearchParams(rest.join("?"))) {
    const longest = Object.hasOwn(route.query ?? {}, name) ? route.query?.[name] : undefined;
    if (longest === undefined || value.length > longest || canonical.has(name)) return null;
    canonical.append(name, value);
  }
  canonical.sort();
  return canonical.size > 0 ? `${path}?${canonical}` : path;
}
