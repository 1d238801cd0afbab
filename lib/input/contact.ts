/** Whether a stored contact is a web address; any other is an email address. */
export const isWebAddress = (contact: string): boolean => /^https?:/.test(contact);

/**
 * A typed web address as it is stored: http or https, without a user name; null for anything else.
 */
export function readWebAddress(typed: string): string | null {
  if (!/^https?:\/\/\S+$/i.test(typed) || !URL.canParse(typed)) return null;
  const { href, username, password } = new URL(typed);
  return username || password ? null : href;
}
