import { defaultHost } from "@/lib/events/default-host";

/** Whose name and address are to be erased. */
export type Person = { name: string; email: string };

/** What stands for the host of an event that was named after somebody whose account was deleted. */
export const formerHost = "The organisers";

const organiser = "An organiser";
const gap = "…";

const escapeForPattern = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");

/** A text without an address in any case; one that only contains it, such as `ada@x.org` for `a@x.org`, stays. */
export function withoutAddress(text: string, email: string): string {
  // The characters that `emailInput` accepts in an address.
  const [before, after] = ["(?<![a-z0-9][._+'-]?)", "(?![a-z0-9]|[.-][a-z0-9])"];
  return text.replace(new RegExp(before + escapeForPattern(email) + after, "giu"), gap);
}

// Scripts without spaces between words: nothing shows where a name ends.
const unspaced = ["Han", "Hira", "Kana", "Thai", "Laoo", "Khmr", "Mymr"];
const letter = `(?![${unspaced.map((script) => `\\p{scx=${script}}`).join("")}])[\\p{L}\\p{M}\\p{N}]`;

/** A text without a name; a word that only contains it, such as `Also` for `Al`, stays. */
const withoutName = (text: string, name: string): string =>
  text.replace(new RegExp(`(?<!${letter})${escapeForPattern(name)}(?!${letter})`, "gu"), gap);

/**
 * The facts of a mail to somebody else, as JSON, without a person; null if they do not tell of them.
 * @param host what the event of the mail names as its host if that is the person
 */
export function factsWithoutPerson(
  facts: string,
  { name, email }: Person,
  host: string | null,
): string | null {
  const written = JSON.parse(facts, (key, value: unknown) => {
    if (typeof value !== "string") return value;
    if (key === "by" && value === name) return organiser;
    if (key === "host" && value === host) return formerHost;
    return withoutAddress(value, email);
  });
  const without = JSON.stringify(written);
  return without === facts ? null : without;
}

type EventWords = { host: string; contact: string; description: string; cancelReason: string | null };

/** What people read of an event, without a person: the host if it is them by name, and their address anywhere. */
export function eventWithoutPerson(
  { host, contact, description, cancelReason }: EventWords,
  person: Person,
): EventWords {
  return {
    host: host === defaultHost(person) ? formerHost : host,
    // The rest of a contact would be none.
    contact: withoutAddress(contact, person.email) === contact ? contact : "",
    description: withoutAddress(description, person.email),
    cancelReason: cancelReason && withoutAddress(cancelReason, person.email),
  };
}

/** A text that a person wrote, without their name and address. */
export const textWithoutPerson = (text: string, { name, email }: Person): string =>
  withoutName(withoutAddress(text, email), name);

/** Whether the details of an entry of the audit log, as JSON, have an address. No field of them names a person. */
export function hasAddress(details: string, email: string): boolean {
  let found = false;
  JSON.parse(details, (_key, value: unknown) => {
    found ||= typeof value === "string" && withoutAddress(value, email) !== value;
  });
  return found;
}
