import { generateSecret, generateURI, verifySync } from "otplib";

// What every authenticator app expects: RFC 6238 with SHA-1, six digits and steps of 30 seconds.
const stepSeconds = 30;

/** A new key of 160 bits, as base32. */
export const newKey = (): string => generateSecret({ length: 20 });

/** The address in the QR code of a key: by `site` and `email` the app tells its entries apart. */
export const keyAddress = (key: string, { site, email }: { site: string; email: string }): string =>
  generateURI({ issuer: `Evento ${site}`, label: email, secret: key });

/** The key for typing, in groups of four. */
export const groupKey = (key: string): string => key.replace(/(.{4})(?!$)/g, "$1 ");

/**
 * The time step, counted since 1970, whose code this is; null for a wrong one. The step before and the one after
 * are allowed, because clocks differ and typing takes time.
 */
export function stepOfCode(key: string, code: string, now: Date): number | null {
  if (!/^\d{6}$/.test(code)) return null;
  const epoch = Math.floor(now.getTime() / 1000);
  // From the start of a step, so that the tolerance is one whole step each way.
  const found = verifySync({
    secret: key,
    token: code,
    epoch: epoch - (epoch % stepSeconds),
    epochTolerance: stepSeconds,
  });
  return found.valid && "timeStep" in found ? found.timeStep : null;
}
