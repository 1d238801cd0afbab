import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import path from "node:path";
import { chooseEncoding, type Encoding, matchesTag } from "./kept-page";

type StaticFile = { type: string; bodies: Record<Encoding, { body: Buffer; etag: string }> };

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
  const files = readFiles(folder);
  return (request: IncomingMessage, response: ServerResponse, id: string): boolean => {
    if (request.method !== "GET" && request.method !== "HEAD") return false;
    const [address = ""] = (request.url ?? "").split("?", 1);
    const file = files.get(address);
    if (!file) return false;
    // Without what only documents heed, which would add half a kilobyte to each.
    const always = {
      "X-Content-Type-Options": "nosniff",
      "Cross-Origin-Resource-Policy": "same-origin",
      "X-Request-Id": id,
      ...(https && { "Strict-Transport-Security": "max-age=31536000" }),
    };
    send(file, request, response, always);
    return true;
  };
}

function send(
  { type, bodies }: StaticFile,
  { method, headers: asked }: IncomingMessage,
  response: ServerResponse,
  always: Record<string, string>,
): void {
  const encoding = chooseEncoding(asked["accept-encoding"] as string | undefined);
  const { body, etag } = bodies[encoding];
  const headers = { ...always, "Cache-Control": cacheControl, ETag: etag, Vary: "Accept-Encoding" };
  if (matchesTag(asked["if-none-match"], etag)) {
    response.writeHead(304, headers).end();
    return;
  }
  response.writeHead(200, {
    ...headers,
    "Content-Type": type,
    ...(encoding !== "identity" && { "Content-Encoding": encoding }),
    "Content-Length": body.length,
  });
  response.end(method === "HEAD" ? undefined : body);
}

/** By address, every file of a known type that the build has packed. */
function readFiles(folder: string): Map<string, StaticFile> {
  const files = new Map<string, StaticFile>();
  if (!existsSync(folder)) return files;
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    const file = path.join(folder, name);
    const type = types[path.extname(name)];
    if (!type || !existsSync(`${file}.br`) || !existsSync(`${file}.gz`)) continue;
    const plain = readFileSync(file);
    const tag = createHash("sha256").update(plain).digest("base64url").slice(0, 22);
    const named = (body: Buffer, encoding: Encoding) => ({ body, etag: `"${tag}-${encoding}"` });
    files.set(`/_next/static/${name.split(path.sep).join("/")}`, {
      type,
      bodies: {
        br: named(readFileSync(`${file}.br`), "br"),
        gzip: named(readFileSync(`${file}.gz`), "gzip"),
        identity: named(plain, "identity"),
      },
    });
  }
  return files;
}
