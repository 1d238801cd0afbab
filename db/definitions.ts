/** What the schema consists of: definitions by kind and name, such as `index tickets_code`. */
export type Definitions = Map<string, string>;

/** `create` statements of SQLite without the differences that a copy by `.dump` or another version makes. */
export const normalise = (statement: string) =>
  statement
    .replace(/\bif not exists\b/i, "")
    .replace(/["'`[\]\s]/g, "")
    .toLowerCase();

/**
 * What the database lacks or has in another form, in words for the administrator; null if it has all that it needs.
 * Additions, such as an index of the administrator, do not matter.
 */
export function findDefect(expected: Definitions, actual: Definitions): string | null {
  for (const [name, definition] of expected) {
    if (!actual.has(name)) return `lacks the ${name}`;
    if (actual.get(name) !== definition) return `has another ${name} than Evento makes`;
  }
  return null;
}
