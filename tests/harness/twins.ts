import type { Answer } from "./http-client";

/** One response without the parts that change with every response. */
export type RecordedResponse = {
  /** The viewer and the request. */
  asked: string;
  status: number;
  headers: string[];
  body: string;
  /** The length in characters before normalising. */
  length: number;
};

const pushedData = /<script[^>]*>self\.__next_f\.push\(\[1,("(?:[^"\\]|\\.)*")\]\)<\/script>/g;

/**
 * A page, or a response for Next's router, with the rows of React's data sorted and without their numbers: their
 * order and pieces depend on timing.
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

/** A page with the elements of its head sorted, because React puts them there as they become ready. */
const sortHead = (text: string) =>
  text.replace(/(?<=<head>).*?(?=<\/head>)/s, (head) =>
    head
      .split(/(?=<(?:title|meta|link|script)\b)/)
      .sort()
      .join("\n"),
  );

/** The number of a form without scripts, which React counts up when it renders a part of the page again. */
const formNumber = /(?<=\$ACTION_(?:REF_)?)\d+/g;

/** The key of a response in Next's router. */
const answerKey = /(?<="\$L[0-9a-f]+",")[\w-]{21}(?=[a-z]")/g;

const volatileHeaders = ["date", "x-request-id", "etag", "keep-alive", "connection"];

/**
 * Normalises a response for comparing twins: removes nonce and key from headers and body, and matches of `hide`,
 * such as the code of a ticket.
 */
export function recordResponse(asked: string, answer: Answer, hide: RegExp[] = []): RecordedResponse {
  const nonce = /'nonce-([^']+)'/.exec(answer.headers.get("content-security-policy") ?? "")?.[1];
  const plain = (text: string) => {
    const known = nonce ? text.replaceAll(nonce, "NONCE") : text;
    return [answerKey, ...hide].reduce((left, pattern) => left.replaceAll(pattern, "HIDDEN"), known);
  };
  const normalised = (text: string) => sortRows(sortHead(text.replaceAll(formNumber, "N")));
  const body = normalised(plain(answer.text));
  return {
    asked,
    status: answer.status,
    headers: [...answer.headers]
      .filter(([name]) => !volatileHeaders.includes(name))
      .map(([name, value]) => plain(`${name}: ${value}`))
      .sort(),
    body,
    length: hide.length > 0 ? body.length : normalised(answer.text).length,
  };
}

/** The differences of two crawls. */
export function differences(one: RecordedResponse[], other: RecordedResponse[]): string[] {
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

/** The reasons why a crawl proves nothing, such as an empty body. */
export function emptiness(crawl: RecordedResponse[], words: Record<string, string>): string[] {
  const found = crawl
    .filter(({ status, body }) => body === "" && status !== 303 && status !== 307)
    .map(({ asked }) => `${asked}: says nothing`);
  for (const [asked, expected] of Object.entries(words)) {
    const recorded = crawl.find((each) => each.asked === asked);
    if (recorded?.status !== 200) found.push(`${asked}: ${recorded?.status ?? "not asked"}`);
    else if (!recorded.body.includes(expected)) found.push(`${asked}: does not say ${expected}`);
  }
  return found;
}
