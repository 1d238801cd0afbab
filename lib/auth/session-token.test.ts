import { decode, encode } from "next-auth/jwt";
import { describe, expect, it } from "vitest";
import { readSessionToken } from "./session-token";

const secret = "only-for-tests-0123456789-0123456789";
const make = (token: Record<string, unknown>, maxAge = 60, by = secret) =>
  encode({ token, secret: by, maxAge });

describe("readSessionToken", () => {
  it("reads what next-auth writes", async () => {
    expect(await readSessionToken(await make({ sessionId: "s1" }), secret)).toBe("s1");
  });

  it("follows a change of the secret", async () => {
    const other = `${secret}-other`;
    const token = await make({ sessionId: "s2" }, 60, other);
    expect(await readSessionToken(token, secret)).toBeNull();
    expect(await readSessionToken(token, other)).toBe("s2");
    expect(await readSessionToken(await make({ sessionId: "s1" }), secret)).toBe("s1");
  });

  it("believes nothing that next-auth would not", async () => {
    const token = await make({ sessionId: "s1" });
    const tampered = `${token.slice(0, -3)}${token.endsWith("A") ? "B" : "A"}${token.slice(-2)}`;
    const plain = [{ alg: "none" }, { sessionId: "s1" }].map((part) =>
      Buffer.from(JSON.stringify(part)).toString("base64url"),
    );
    for (const bad of ["", "x", tampered, `${plain.join(".")}.`, await make({ sessionId: "s1" }, -60)]) {
      expect(await readSessionToken(bad, secret)).toBeNull();
      expect(await decode({ token: bad, secret }).catch(() => null)).toBeNull();
    }
  });

  it.each([{}, { sessionId: 7 }, { sessionId: null }])("finds no session in %j", async (token) => {
    expect(await readSessionToken(await make(token), secret)).toBeNull();
  });
});
