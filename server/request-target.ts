/** The path of a request target, without its query. */
export const pathOf = (target = ""): string => target.split("?", 1)[0] ?? "";

const isControl = (character: string) => character < " " || character === "\u007f";

/** Next's own pages and tools. Addresses of Evento begin with an underscore only for files of the build. */
export const isInternalTarget = (target: string): boolean =>
  /^\/(_(?!next\/static\/)|500(?![\w-]))/.test(target);

/** Whether a request target is a path of ours that decodes; Next answers 500 to some that do not. */
export function isWellFormedTarget(target: string): boolean {
  // An absolute form, `//host` and backslashes would name another host to parts of Next.
  if (!target.startsWith("/") || target.startsWith("//") || target.includes("\\")) return false;
  try {
    const path = decodeURIComponent(target.split(/[?#]/, 1)[0] ?? "");
    if (path.startsWith("//") || path.includes("\\") || [...path].some(isControl)) return false;
    return new URL(target, "http://n").host === "n";
  } catch {
    return false;
  }
}
