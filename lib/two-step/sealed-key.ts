import { openText, sealText } from "@/lib/auth/sealed-text";

const purpose = "two-step-key";

/** The key of an account's authenticator app as the database stores it: for another account it is useless. */
export const sealKey = (userId: string, key: string) => sealText(purpose, userId, key);

/** The key; null if AUTH_SECRET has changed since it was sealed. */
export const openKey = (userId: string, sealed: string) => openText(purpose, userId, sealed);
