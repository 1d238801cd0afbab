/** The host of an event whose form names none: its creator, in at most 80 characters. */
export const defaultHost = ({ name }: { name: string }): string =>
  // The last character may be half of a pair.
  name
    .slice(0, 80)
    .replace(/[\ud800-\udbff]$/, "")
    .trim();
