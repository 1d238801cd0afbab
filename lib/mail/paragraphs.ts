/** Plain text as paragraphs, which empty lines divide; a paragraph keeps its line breaks. */
export const paragraphsOf = (text: string): string[] =>
  text
    .replaceAll(/\r\n?/g, "\n")
    .trim()
    .split(/\n(?:[^\S\n]*\n)+/);
