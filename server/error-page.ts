import { createHash } from "node:crypto";
import { dark, light, radii, rem, systemFonts, textSizes } from "@/tailwind.config";

const wordings = {
  400: [
    "This request could not be understood",
    "The address or the form was damaged. Check the address, or start again from the list of events.",
  ],
  403: ["This request was refused", "The form was sent from another site. Open the page here and try again."],
  405: ["This is not possible here", "This address does not accept this kind of request."],
  409: [
    "This page is out of date",
    "Evento was updated since you opened the page. Go back, reload the page and try again.",
  ],
  413: [
    "This is too large",
    "Pictures can have at most 8 MB, and all else that you send at once 64 kB. Go back, choose a smaller picture or shorten the text, and try again.",
  ],
  429: [
    "Too many pages",
    "Your network has asked for many different pages in the last minute. Wait a minute, then try again.",
  ],
  500: [
    "Something went wrong",
    "We have recorded the problem. Try again. If it keeps happening, give the organisers the reference below.",
  ],
  503: ["Evento is busy", "Nothing was changed. Wait a few seconds, then try again."],
} as const;

export type ErrorStatus = keyof typeof wordings;

const names = ["page", "surface", "ink", "muted", "hair", "link", "accent"] as const;
const colors = (theme: Record<(typeof names)[number], string>) =>
  names.map((name) => `--${name}:${theme[name]}`).join(";");
const sized = ([size, line]: readonly [number, number]) =>
  `font-size:${rem(size)};line-height:${line / size}`;

const style = `
:root{color-scheme:light dark;${colors(light)}}
@media (prefers-color-scheme:dark){:root{${colors(dark)}}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:1.5rem;background:var(--page);color:var(--ink);font-family:${systemFonts.join(",")};${sized(textSizes.base)}}
main{width:100%;max-width:34rem;padding:2.5rem;background:var(--surface);border:1px solid var(--hair);border-radius:${rem(radii.stub)}}
a{color:var(--link);font-weight:600}
.home{${sized(textSizes.xl)};color:var(--ink);text-decoration:none}
.home span{color:var(--accent)}
h1{margin:1.5rem 0 .75rem;${sized(textSizes["2xl"])};text-wrap:balance}
p{margin:0 0 1.25rem}
.reference{margin:0;padding-top:1.25rem;border-top:1px solid var(--hair);color:var(--muted);${sized(textSizes.sm)}}
code{font-family:ui-monospace,monospace}
`;
const styleHash = createHash("sha256").update(style).digest("base64");

/** The policy of an error page: no script, and only its own style. */
export const errorPagePolicy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escapeHtml = (text: string) => text.replace(/[&<>"]/g, (character) => escapes[character] ?? "");

/**
 * A whole page for an error that no page of Next can answer; it needs nothing else to be shown.
 * @param reference the id of the request, as in the log
 */
export function errorPage(status: ErrorStatus, reference: string): string {
  const [title, advice] = wordings[status];
  return `<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)} · Evento</title>
<style>${style}</style>
</head>
<body>
<main>
<a class="home" href="/" aria-label="Evento">evento<span>●</span></a>
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(advice)}</p>
<p><a href="/">See the upcoming events</a></p>
<p class="reference">Reference: <code>${escapeHtml(reference)}</code></p>
</main>
</body>
</html>
`;
}
