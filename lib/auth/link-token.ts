import { readSignedId, signId } from "./signed-id";

export type LinkPurpose = "confirm-email" | "reset-password";

/** The token of a mailed link: `<row id>.<HMAC>`. The mail worker can compute it, so it is not stored. */
export const linkToken = (purpose: LinkPurpose, id: string) => signId(purpose, id);

/** The row id in a valid token, or null. */
export const readLinkToken = (purpose: LinkPurpose, token: string) => readSignedId(purpose, token);
