import { existsSync, readdirSync, readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import path from "node:path";
import { makeVersions, sendVersion, type Versions } from "./versions";

const types: Record<string, string> = {
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
};

/** The name of such a file tells what is in it, so what it once was it is for ever. */
const cacheControl = "public, max-age=31536000, immutable";

/**
 * Answers requests for the scripts and style sheets of the build from memory, packed as the build packed
 * them. The function returned tells whether it answered; everything else is left to Next. Only what is in
 * the folder at the start is known: no address leads out of it, and no request makes the memory grow.
 */
export function makeStaticFiles({ folder = ".next/static", https }: { folder?: string; https: boolean }) {
  // Without what only documents heed, which would add half a kilobyte to each.
  const headers = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": cacheControl,
    Vary: "Accept-Encoding",
    ...(https && { "Strict-Transport-Security": "max-age=31536000" }),
  };
  const files = readFiles(folder, headers);
  return (request: IncomingMessage, response: ServerResponse, id: string): boolean => {
    if (request.method !== "GET" && request.method !== "HEAD") return false;
    const [address = ""] = (request.url ?? "").split("?", 1);
    const file = files.get(address);
    if (file) sendVersion(file, 200, request, response, id);
    return file !== undefined;
  };
}

/** By address, every file of a known type that the build has packed. */
function readFiles(folder: string, headers: Record<string, string>): Map<string, Versions> {
  const files = new Map<string, Versions>();
  if (!existsSync(folder)) return files;
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    const file = path.join(folder, name);
    const type = types[path.extname(name)];
    if (!type || !existsSync(`${file}.br`) || !existsSync(`${file}.gz`)) continue;
    const bodies = {
      br: readFileSync(`${file}.br`),
      gzip: readFileSync(`${file}.gz`),
      identity: readFileSync(file),
    };
    const versions = makeVersions(bodies, { ...headers, "Content-Type": type }, { keepable: true });
    files.set(`/_next/static/${name.split(path.sep).join("/")}`, versions);
  }
  return files;
}
