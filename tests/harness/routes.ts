import { readdirSync } from "node:fs";
import path from "node:path";

/** The addresses that files of app/ answer, with their parameters as in `/events/[id]`. */
export type Routes = {
  /** A `page.tsx` each. */
  pages: string[];
  /** A `route.ts` each. */
  handlers: string[];
};

/** Reads the routes from the file tree, so that a test which lists them fails when one is added. */
export function readRoutes(): Routes {
  const files = readdirSync("app", { recursive: true, encoding: "utf8" });
  const addressesOf = (name: string) =>
    files
      .filter((file) => path.basename(file) === name)
      .map((file) => `/${path.dirname(file)}`.replace(/\/\([^/]+\)/g, "").replace(/^\/\.$/, "") || "/")
      .sort();
  return { pages: addressesOf("page.tsx"), handlers: addressesOf("route.ts") };
}
