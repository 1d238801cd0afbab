import type { Answer } from "./http-client";

/** One answer as a viewer hears it, without what is new in every answer. */
export type Heard = {
  /** Who asked for what. */
  asked: string;
  status: number;
  headers: string[];
  body: string;
  /** In characters, as it was sent. */
  length: number;
};

const pushedData = /<script[^>]*>self\.__next_f\.push\(\[1,("(?:[^"\\]|\\.)*")\]\)<\/script>/g;

/**
 * A page or a router's answer with the rows of React's data sorted and without their numbers: in which order
 * React writes them, and in how many pieces, depends on its timing.
 */
function sortRows(text: string): string {
  const pieces = [...text.matchAll(pushedData)].map(([, piece]) => JSON.parse(piece ?? '""') as string);
  if (pieces.length === 0) return /^\w+:/.test(text) ? sorted(text) : text;
  return `${text.replaceAll(pushedData, "")}\n${sorted(pieces.join(""))}`;
}

const sorted = (rows: string) =>
  rows
    .replaceAll(/\$([A-Za-z]?)[0-9a-f]+\b/g, "$$$1")
    .split("\n")
    .map((row) => row.replace(/^[0-9a-f]+:/, ""))
    .sort()
    .join("\n");

/** What Next's router is told to tell one answer from the next by. */
const answerKey = /(?<="\$L[0-9a-f]+",")[\w-]{21}(?=[a-z]")/g;

const newEveryTime = ["date", "x-request-id", "etag", "keep-alive", "connection"];

/**
 * Puts an answer into the form in which twins are compared: nonce and key are taken out of headers and
 * body, and so is what `hide` matches, such as the code of a ticket.
 */
export function hear(asked: string, answer: Answer, hide: RegExp[] = []): Heard {
  const nonce = /'nonce-([^']+)'/.exec(answer.headers.get("content-security-policy") ?? "")?.[1];
  const plain = (text: string) => {
    const known = nonce ? text.replaceAll(nonce, "NONCE") : text;
    return [answerKey, ...hide].reduce((left, pattern) => left.replaceAll(pattern, "HIDDEN"), known);
  };
  const body = sortRows(plain(answer.text));
  return {
    asked,
    status: answer.status,
    headers: [...answer.headers]
      .filter(([name]) => !newEveryTime.includes(name))
      .map(([name, value]) => plain(`${name}: ${value}`))
      .sort(),
    body,
    length: hide.length > 0 ? body.length : sortRows(answer.text).length,
  };
}

/** Everything in which two crawls differ; nothing when nobody could tell the twins apart. */
export function differences(one: Heard[], other: Heard[]): string[] {
  const found: string[] = [];
  if (one.length !== other.length) found.push(`${one.length} answers and ${other.length}`);
  one.forEach((first, index) => {
    const second = other[index];
    if (!second) return;
    const differ = (what: string, a: unknown, b: unknown) => {
      if (a !== b) found.push(`${first.asked}: ${what}: ${a} | ${b}`);
    };
    differ("question", first.asked, second.asked);
    differ("status", first.status, second.status);
    differ("headers", first.headers.join("\n"), second.headers.join("\n"));
    differ("length", first.length, second.length);
    const at = [...first.body].findIndex((character, place) => character !== second.body[place]);
    const from = Math.max(0, at === -1 ? second.body.length - 40 : at - 40);
    if (first.body !== second.body)
      found.push(
        `${first.asked}: body: …${first.body.slice(from, from + 120)} | …${second.body.slice(from, from + 120)}`,
      );
  });
  return found;
}

/** What makes a crawl worthless, such as an empty body that equals any other empty one. */
export function emptiness(crawl: Heard[], words: Record<string, string>): string[] {
  const found = crawl
    .filter(({ status, body }) => body === "" && status !== 303 && status !== 307)
    .map(({ asked }) => `${asked}: says nothing`);
  for (const [asked, expected] of Object.entries(words)) {
    const heard = crawl.find((each) => each.asked === asked);
    if (heard?.status !== 200) found.push(`${asked}: ${heard?.status ?? "not asked"}`);
    else if (!heard.body.includes(expected)) found.push(`${asked}: does not say ${expected}`);
  }
  return found;
}
