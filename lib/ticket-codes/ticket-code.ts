import { randomBase32 } from "@/lib/runtime/ids";

/** A new code: 16 random characters of Crockford's base32, 80 bits, which barcodes show as they are. */
export const newTicketCode = () => randomBase32(16).toUpperCase();

/** The code as people read it out: `ABCD EFGH JKMN PQRS`. */
export const groupCode = (code: string) => code.replace(/(.{4})(?!$)/g, "$1 ");
