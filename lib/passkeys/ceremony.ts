import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type WebAuthnCredential,
} from "@simplewebauthn/server";
import type { Owner } from "@/lib/auth/viewer";
import { randomBase32 } from "@/lib/runtime/ids";
import type { RelyingParty } from "./relying-party";

/** How long, in ms, a browser waits for its user. */
const timeout = 300_000;

/** What a browser sent as a passkey's answer, not yet checked. */
type Sent = Record<string, unknown>;

/** A challenge of 260 random bits. */
export const newChallenge = () => randomBase32(52);

/** How browsers send it back. */
const encoded = (challenge: string) => Buffer.from(challenge).toString("base64url");

type Known = { credentialId: string; transports: string[] };

/** The options for making a passkey that names its account and asks its user for a PIN, a finger or the like. */
export const creationOptions = ({ id }: RelyingParty, challenge: string, owner: Owner, known: Known[]) =>
  generateRegistrationOptions({
    rpName: "Evento",
    rpID: id,
    userID: new Uint8Array(Buffer.from(owner.id)),
    userName: owner.email,
    userDisplayName: owner.name,
    challenge: new Uint8Array(Buffer.from(challenge)),
    timeout,
    excludeCredentials: known.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
  });

/** The options for signing in with any passkey of this site. */
export const requestOptions = ({ id }: RelyingParty, challenge: string) =>
  generateAuthenticationOptions({
    rpID: id,
    challenge: new Uint8Array(Buffer.from(challenge)),
    timeout,
    userVerification: "required",
  });

export type NewPasskey = { credentialId: string; publicKey: Buffer; counter: number; transports: string[] };

/** The passkey that a browser made for this site and challenge after checking its user; null for anything else. */
export async function verifyNewPasskey(
  { id, origin }: RelyingParty,
  challenge: string,
  response: Sent,
): Promise<NewPasskey | null> {
  const result = await verifyRegistrationResponse({
    response: response as unknown as RegistrationResponseJSON,
    expectedChallenge: encoded(challenge),
    expectedOrigin: origin,
    expectedRPID: id,
    requireUserVerification: true,
  }).catch(() => null);
  if (!result?.verified) return null;
  const { credential } = result.registrationInfo;
  return {
    credentialId: credential.id,
    publicKey: Buffer.from(credential.publicKey),
    counter: credential.counter,
    transports: (credential.transports ?? [])
      .filter((transport) => /^[a-z-]{1,20}$/.test(transport))
      .slice(0, 10),
  };
}

type StoredPasskey = { credentialId: string; publicKey: Buffer; counter: number; userId: string };

/**
 * How often a passkey has signed, if it signed this challenge for this site after checking its user; null for
 * anything else, and if the count did not grow, as with a copied passkey.
 */
export async function verifyPasskey(
  { id, origin }: RelyingParty,
  challenge: string,
  { credentialId, publicKey, counter, userId }: StoredPasskey,
  response: Sent,
): Promise<number | null> {
  const { userHandle } = (response.response ?? {}) as Sent;
  if (userHandle !== encoded(userId)) return null;
  const credential: WebAuthnCredential = { id: credentialId, publicKey: new Uint8Array(publicKey), counter };
  const result = await verifyAuthenticationResponse({
    response: response as unknown as AuthenticationResponseJSON,
    expectedChallenge: encoded(challenge),
    expectedOrigin: origin,
    expectedRPID: id,
    credential,
    requireUserVerification: true,
  }).catch(() => null);
  return result?.verified ? result.authenticationInfo.newCounter : null;
}
