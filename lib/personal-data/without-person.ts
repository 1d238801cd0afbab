/** Whose name and address are to be erased. */
export type Person = { name: string; email: string };

/** What stands for the host of an event that was named after somebody whose account was deleted. */
export const formerHost = "The organisers";

const organiser = "An organiser";
const gap = "…";

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
    return value.replaceAll(email, gap);
  });
  const without = JSON.stringify(written);
  return without === facts ? null : without;
}

/** A text that a person wrote, without their name and address. */
export const textWithoutPerson = (text: string, { name, email }: Person): string =>
  text.replaceAll(email, gap).replaceAll(name, gap);

/** Whether the details of an entry of the audit log, as JSON, tell of a person. */
export function namesPerson(details: string, { name, email }: Person): boolean {
  let found = false;
  JSON.parse(details, (_key, value: unknown) => {
    found ||= typeof value === "string" && (value === name || value.includes(email));
  });
  return found;
}
