import { isId } from "@/lib/runtime/ids";

const events = "/events/";

/** The id that the path of an event's page names, or null for any other path. */
export function eventOnPage(path: string): string | null {
  const id = path.startsWith(events) ? path.slice(events.length) : "";
  return isId(id) ? id : null;
}

/** Of each page that looks the same for everyone: its path, and how long each parameter it knows may be. */
const publicPages: { isAt: (path: string) => boolean; parameters: Record<string, number> }[] = [
  { isAt: (path) => path === "/", parameters: { q: 100, from: 10, to: 10, page: 3 } },
  { isAt: (path) => eventOnPage(path) !== null, parameters: {} },
];

/**
 * The name under which a public page is kept, the same for every spelling of its address; null for
 * addresses that are no such page, or that carry anything else, so that nobody can fill the cache.
 */
export function publicAddress(target: string): string | null {
  const [path = "", query] = splitOnce(target);
  const page = publicPages.find((known) => known.isAt(path));
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
