import type { IncomingHttpHeaders } from "node:http";
// Next's own check, run early: Next itself answers what fails it with a 500.
import { parseAndValidateFlightRouterState } from "next/dist/server/app-render/parse-and-validate-flight-router-state.js";

const isControl = (character: string) => character < " " || character === "\u007f";

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

/** Whether the headers of Next's router and of its actions have the form that Next itself sends. */
export function areRouterHeadersWellFormed(headers: IncomingHttpHeaders): boolean {
  try {
    parseAndValidateFlightRouterState(headers["next-router-state-tree"]);
  } catch {
    return false;
  }
  const action = headers["next-action"];
  return action === undefined || (typeof action === "string" && /^[0-9a-f]{42}$/.test(action));
}
