import { describe, expect, it } from "vitest";
import { makeAuthenticator, type Oddity } from "@/tests/harness/authenticator";
import { creationOptions, newChallenge, requestOptions, verifyNewPasskey, verifyPasskey } from "./ceremony";

const site = { id: "tickets.example.org", origin: "https://tickets.example.org" };
const device = () => makeAuthenticator({ origin: site.origin, rpId: site.id });
const ada = { id: "ada00000000000000000", name: "Ada", email: "ada@example.org" };

async function register() {
  const [authenticator, challenge] = [device(), newChallenge()];
  const made = await verifyNewPasskey(site, challenge, authenticator.create(challenge, ada.id));
  if (!made) throw new Error("no passkey");
  return { authenticator, made, stored: { ...made, userId: ada.id } };
}

const odd: [string, Oddity][] = [
  ["another challenge", { challenge: "another" }],
  ["another origin", { origin: "https://evil.example" }],
  ["a subdomain", { origin: "https://a.tickets.example.org" }],
  ["another site's id", { rpId: "evil.example" }],
  ["a user that was not checked", { verified: false }],
  ["another ceremony", { type: "payment.get" }],
];

describe("a new passkey", () => {
  it("is taken with its public key when its site and challenge are right", async () => {
    const { authenticator, made } = await register();
    expect(made).toMatchObject({ credentialId: authenticator.id, counter: 1, transports: ["internal"] });
    expect(made.publicKey.length).toBeGreaterThan(70);
  });

  it.each(odd)("is not taken with %s", async (_, oddity) => {
    const challenge = newChallenge();
    expect(await verifyNewPasskey(site, challenge, device().create(challenge, ada.id, oddity))).toBeNull();
  });

  it.each([{}, { id: "x", response: null }, { id: 1, rawId: 1, type: "public-key", response: [] }])(
    "is not %j",
    async (sent) => expect(await verifyNewPasskey(site, newChallenge(), sent)).toBeNull(),
  );
});

describe("a signed challenge", () => {
  it("is taken once for each count", async () => {
    const { authenticator, stored } = await register();
    const challenge = newChallenge();
    const signed = authenticator.sign(challenge);
    expect(await verifyPasskey(site, challenge, stored, signed)).toBe(2);
    expect(await verifyPasskey(site, challenge, { ...stored, counter: 2 }, signed)).toBeNull();
    expect(await verifyPasskey(site, newChallenge(), stored, signed)).toBeNull();
  });

  it.each([
    ...odd,
    ["another account", { userHandle: "ZXZl" }],
    ["an older count", { counter: 1 }],
  ] as typeof odd)("is not taken with %s", async (_, oddity) => {
    const { authenticator, stored } = await register();
    const challenge = newChallenge();
    expect(await verifyPasskey(site, challenge, stored, authenticator.sign(challenge, oddity))).toBeNull();
  });

  it("is not taken of another passkey, nor with a changed signature", async () => {
    const { authenticator, stored } = await register();
    const challenge = newChallenge();
    const other = await register();
    expect(await verifyPasskey(site, challenge, stored, other.authenticator.sign(challenge))).toBeNull();
    const signed = authenticator.sign(challenge);
    const signature = Buffer.from(signed.response.signature, "base64url");
    signature.writeUInt8(signature.readUInt8(20) ^ 1, 20);
    const response = { ...signed.response, signature: signature.toString("base64url") };
    expect(await verifyPasskey(site, challenge, stored, { ...signed, response })).toBeNull();
  });

  it("may come from an authenticator that does not count", async () => {
    const { authenticator, stored } = await register();
    const challenge = newChallenge();
    const signed = authenticator.sign(challenge, { counter: 0 });
    expect(await verifyPasskey(site, challenge, { ...stored, counter: 0 }, signed)).toBe(0);
  });
});

describe("the options for browsers", () => {
  it("ask for a passkey that names its account and checks its user, of this site", async () => {
    const known = [{ credentialId: "AAAA", transports: ["usb"] }];
    const creation = await creationOptions(site, "a challenge", ada, known);
    expect(creation).toMatchObject({
      rp: { id: site.id },
      user: { id: Buffer.from(ada.id).toString("base64url"), name: ada.email },
      challenge: Buffer.from("a challenge").toString("base64url"),
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
      excludeCredentials: [{ id: "AAAA" }],
      attestation: "none",
    });
    const request = await requestOptions(site, "a challenge");
    expect(request).toMatchObject({ rpId: site.id, userVerification: "required" });
    expect(request.allowCredentials).toBeUndefined();
  });

  it("have another challenge each time", () => {
    expect(new Set(Array.from({ length: 100 }, newChallenge)).size).toBe(100);
    expect(newChallenge()).toMatch(/^[0-9a-z]{52}$/);
  });
});
