import { readSignedId, signId } from "./signed-id";

type Owner = { id: string; calendarVersion: number };

const purposeOf = (version: number) => `ticket-calendar-${version}`;

/** The secret in the address of an account's private calendar: `<user id>.<HMAC>`. A new version makes a new one. */
export const calendarSecret = ({ id, calendarVersion }: Owner) => signId(purposeOf(calendarVersion), id);

/** The id of the account that a secret claims to be of. */
export const claimedOwner = (secret: string): string => secret.split(".", 1)[0] ?? "";

/** Whether a secret opens the private calendar of this account. */
export const opensCalendar = (secret: string, { id, calendarVersion }: Owner): boolean =>
  readSignedId(purposeOf(calendarVersion), secret) === id;
