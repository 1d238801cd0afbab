/** What a scanner may send at most; more cannot be the code of a ticket. */
export const maxScanLength = 200;

// Crockford's base32 has neither I, L nor O, so that they can stand for what they look like.
const meant: Record<string, string> = { O: "0", I: "1", L: "1" };

/**
 * The code of a ticket in what was typed or scanned: spaces, dashes, lower case, and letters that look like digits are
 * read as meant. Null if it cannot be one.
 */
export function readCode(typed: string): string | null {
  if (typed.length > maxScanLength) return null;
  const code = typed
    .normalize("NFKC")
    .replace(/[\s\p{Pd}]/gu, "")
    .toUpperCase()
    .replace(/[OIL]/g, (letter) => meant[letter] ?? letter);
  return /^[0-9A-HJKMNP-TV-Z]{16}$/.test(code) ? code : null;
}

/** By which people tell tickets apart on a screen or on paper: the last four characters of the code. */
export const codeEnding = (code: string): string => code.slice(-4);
