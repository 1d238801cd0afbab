/** Of each page that looks the same for everyone: its path, and how long each parameter it knows may be. */
const publicPages: { path: RegExp; parameters: Record<string, number> }[] = [
  { path: /^\/$/, parameters: { q: 100, from: 10, to: 10, page: 3 } },
  { path: /^\/events\/[0-9a-z]{20}$/, parameters: {} },
];

/**
 * The name under which a public page is kept, the same for every spelling of its address; null for
 * addresses that are no such page, or that carry anything else, so that nobody can fill the cache.
 */
export function publicAddress(target: string): string | null {
  const [path = "", query] = splitOnce(target);
  const page = publicPages.find((known) => known.path.test(path));
  if (!page) return null;
  if (!query) return path;
  const given = new URLSearchParams(query);
  const kept = new URLSearchParams();
  for (const [name, value] of given) {
    const longest = Object.hasOwn(page.parameters, name) ? page.parameters[name] : undefined;
    if (longest === undefined || value.length > longest || kept.has(name)) return null;
    kept.append(name, value);
  }
  kept.sort();
  return kept.size > 0 ? `${path}?${kept}` : path;
}

function splitOnce(target: string): [string, string | undefined] {
  const mark = target.indexOf("?");
  return mark < 0 ? [target, undefined] : [target.slice(0, mark), target.slice(mark + 1)];
}
