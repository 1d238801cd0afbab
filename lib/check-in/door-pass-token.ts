import { readSignedId, signId } from "@/lib/auth/signed-id";

const purpose = "door-pass";

/** The secret in the address of a door pass: `<pass id>.<HMAC>`. Nothing secret is stored. */
export const doorPassToken = (passId: string): string => signId(purpose, passId);

/** The id in a valid secret, or null. */
export const readDoorPassToken = (token: string): string | null => readSignedId(purpose, token);
