import { createHash, createSign, generateKeyPairSync, type JsonWebKey, randomBytes } from "node:crypto";

const base64url = (bytes: Uint8Array | string) => Buffer.from(bytes).toString("base64url");
const sha256 = (bytes: Uint8Array | string) => createHash("sha256").update(bytes).digest();

/** What an authenticator can be made to do wrong. */
export type Oddity = {
  challenge?: string;
  origin?: string;
  rpId?: string;
  type?: string;
  /** Whether it says that it has checked its user. */
  verified?: boolean;
  counter?: number;
  userHandle?: string;
};

/** A text as CBOR, of fewer than 24 bytes. */
const cborText = (text: string) => Buffer.concat([Buffer.from([0x60 + text.length]), Buffer.from(text)]);

/** An authenticator in software with one passkey (ES256), which answers as a browser does. */
export function makeAuthenticator({ origin, rpId }: { origin: string; rpId: string }) {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { x = "", y = "" } = publicKey.export({ format: "jwk" }) as JsonWebKey;
  const credentialId = randomBytes(16);
  let counter = 0;
  let handle = "";

  const clientData = (type: string, { challenge, ...odd }: Oddity & { challenge: string }) =>
    JSON.stringify({
      type: odd.type ?? type,
      challenge: base64url(challenge),
      origin: odd.origin ?? origin,
      crossOrigin: false,
    });

  const authenticatorData = (odd: Oddity, attested = Buffer.alloc(0)) => {
    counter += 1;
    const flags = 0x01 | (odd.verified === false ? 0 : 0x04) | (attested.length > 0 ? 0x40 : 0);
    const count = Buffer.alloc(4);
    count.writeUInt32BE(odd.counter ?? counter);
    return Buffer.concat([sha256(odd.rpId ?? rpId), Buffer.from([flags]), count, attested]);
  };

  const id = base64url(credentialId);
  return {
    id,
    /** Makes its passkey for an account, and answers with it. */
    create: (challenge: string, userId: string, odd: Oddity = {}) => {
      handle = base64url(userId);
      const key = Buffer.concat([
        Buffer.from([0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 0x20]),
        ...[Buffer.from(x, "base64url"), Buffer.from([0x22, 0x58, 0x20]), Buffer.from(y, "base64url")],
      ]);
      const length = Buffer.from([0, credentialId.length]);
      const data = authenticatorData(odd, Buffer.concat([Buffer.alloc(16), length, credentialId, key]));
      const attestation = Buffer.concat([
        ...[Buffer.from([0xa3]), cborText("fmt"), cborText("none"), cborText("attStmt"), Buffer.from([0xa0])],
        ...[cborText("authData"), Buffer.from([0x58, data.length]), data],
      ]);
      const response = {
        clientDataJSON: base64url(clientData("webauthn.create", { challenge, ...odd })),
        attestationObject: base64url(attestation),
        transports: ["internal"],
      };
      return { id, rawId: id, type: "public-key", clientExtensionResults: {}, response };
    },
    /** Signs a challenge. */
    sign: (challenge: string, odd: Oddity = {}) => {
      const data = authenticatorData(odd);
      const client = clientData("webauthn.get", { challenge, ...odd });
      const signature = createSign("sha256")
        .update(Buffer.concat([data, sha256(client)]))
        .sign(privateKey);
      const response = {
        clientDataJSON: base64url(client),
        authenticatorData: base64url(data),
        signature: base64url(signature),
        userHandle: odd.userHandle ?? handle,
      };
      return { id, rawId: id, type: "public-key", clientExtensionResults: {}, response };
    },
  };
}
