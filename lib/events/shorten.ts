/** The beginning of a text: at most `most` characters, to the end of a word and with an ellipsis if something is left out. */
export function shorten(text: string, most: number): string {
  const characters = [...text];
  if (characters.length <= most) return text;
  const beginning = characters.slice(0, most - 1).join("");
  return `${beginning.replace(/\s+\S*$/, "") || beginning}…`;
}
