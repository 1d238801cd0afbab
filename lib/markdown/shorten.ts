/** The beginning of a text: whole words of at most `most` characters, with an ellipsis if something is left out. */
export function shorten(text: string, most: number): string {
  const characters = [...text];
  if (characters.length <= most) return text;
  const beginning = characters.slice(0, most - 1).join("");
  const endsWord = /\s/.test(characters[most - 1] ?? "");
  const words = beginning.replace(endsWord ? /\s+$/ : /\s+\S*$/, "");
  return `${words || beginning}…`;
}
