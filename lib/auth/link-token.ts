import { readSignedId, signId } from "./signed-id";

export type LinkPurpose = "confirm-email" | "reset-password";

/** How long a mailed link is valid, in milliseconds. */
export const linkLifetime = { "confirm-email": 24 * 3_600_000, "reset-password": 30 * 60_000 } as const;

/** The token of a mailed link: `<row id>.<HMAC>`. The worker can compute it, so it is not stored. */
export const linkToken = (purpose: LinkPurpose, id: string) => signId(purpose, id);

/** The row id in a valid token, or null. */
export const readLinkToken = (purpose: LinkPurpose, token: string) => readSignedId(purpose, token);
