const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

/** A new nonce in the form of an id: 20 random characters. */
export const drawNonce = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(20)), (byte) => alphabet[byte & 31]).join("");
