/** The characters of Crockford's base32 in lower case, for ids; not in `ids.ts`, which browsers cannot load. */
export const base32 = "0123456789abcdefghjkmnpqrstvwxyz";
