import { randomBase32 } from "@/lib/runtime/ids";

/** A new code: 16 random characters of Crockford's base32, 80 bits. */
export const newTicketCode = () => randomBase32(16).toUpperCase();

/** The code for reading: `ABCD EFGH JKMN PQRS`. */
export const groupCode = (code: string) => code.replace(/(.{4})(?!$)/g, "$1 ");
