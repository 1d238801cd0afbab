/** What the fonts of link previews have: Latin, Greek and Cyrillic with their accents, punctuation and currencies. */
const drawn =
  /[ -~\u00a1-\u00a8\u00aa-\u00ac\u00af-\u0148\u014a-\u01c3\u01c5-\u0254\u0256-\u027b\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u03d7\u03fc-\u0479\u0480-\u0482\u048a-\u049d\u04a0-\u04ff\u1e00-\u1e9b\u1e9d-\u1f15\u1f18-\u1f1d\u1f20-\u1f45\u1f48-\u1f4d\u1f50-\u1f57\u1f59\u1f5b\u1f5d\u1f5f-\u1f7d\u1f80-\u1fb4\u1fb6-\u1fc4\u1fc6-\u1fd3\u1fd6-\u1fdb\u1fdd-\u1fef\u1ff2-\u1ff4\u1ff6-\u1ffe\u2013\u2014\u2018-\u201a\u201c-\u201e\u2020\u2022\u2026\u2032\u2033\u2039\u203a\u2044\u20a0-\u20af\u20b1-\u20b5\u20b8-\u20ba\u20bc-\u20bf\u2116\u2212]/u;

/** Letters, digits and their accents; without those that only say how the sign before them looks. */
const meaningful = /(?!\p{Default_Ignorable_Code_Point}|\u20e3)[\p{L}\p{N}\p{M}]/u;

/**
 * A text as a link preview can draw it, without emoji and other signs that its fonts lack; null if nothing is left, or
 * if they lack a letter, so that no name appears in part.
 */
export function drawable(text: string): string | null {
  const characters = [...text.normalize("NFC")];
  if (characters.some((character) => meaningful.test(character) && !drawn.test(character))) return null;
  const shown = characters.map((character) => (drawn.test(character) ? character : " ")).join("");
  return shown.replace(/\s+/g, " ").trim() || null;
}
