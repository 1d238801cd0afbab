import { jwtDecrypt } from "jose";
import { decode, encode } from "next-auth/jwt";
import { afterEach, describe, expect, it, vi } from "vitest";
import { readSessionToken } from "./session-token";

vi.mock("jose", { spy: true });

const secret = "only-for-tests-0123456789-0123456789";
const make = (token: Record<string, unknown>, maxAge = 60, by = secret) =>
  encode({ token, secret: by, maxAge });

afterEach(() => {
  vi.useRealTimers();
});

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

  it("no longer believes one that it has read before when that has grown old", async () => {
    const token = await make({ sessionId: "s1" });
    for (const seconds of [0, 60, 70]) {
      vi.useFakeTimers({ now: Date.now() + seconds * 1_000, toFake: ["Date"] });
      expect(await readSessionToken(token, secret)).toBe("s1");
      vi.useRealTimers();
    }
    vi.useFakeTimers({ now: Date.now() + 80_000, toFake: ["Date"] });
    expect(await readSessionToken(token, secret)).toBeNull();
    expect(await readSessionToken(token, secret)).toBeNull();
  });

  it("opens a cookie once, as long as there are not too many others", async () => {
    const first = await make({ sessionId: "s0" });
    const opened = vi.mocked(jwtDecrypt);
    opened.mockClear();
    for (const token of [first, first]) expect(await readSessionToken(token, secret)).toBe("s0");
    expect(opened).toHaveBeenCalledTimes(1);
    const others = await Promise.all(Array.from({ length: 5_000 }, () => make({ sessionId: "s1" })));
    for (const token of others.slice(1)) await readSessionToken(token, secret);
    // Shown again, so others are older now.
    await readSessionToken(first, secret);
    await readSessionToken(others[0] ?? "", secret);
    await readSessionToken(first, secret);
    expect(opened).toHaveBeenCalledTimes(5_001);
    for (const token of others) await readSessionToken(token, secret);
    opened.mockClear();
    expect(await readSessionToken(first, secret)).toBe("s0");
    expect(opened).toHaveBeenCalledTimes(1);
  });

  it("opens, but never remembers, a cookie that is written otherwise than next-auth does", async () => {
    const [head, key, iv, text, tag] = (await make({ sessionId: "s1" })).split(".");
    const padded = [head, key, iv, `${text}${"!".repeat(15_000)}`, tag].join(".");
    const opened = vi.mocked(jwtDecrypt);
    opened.mockClear();
    for (const token of [padded, padded]) expect(await readSessionToken(token, secret)).toBe("s1");
    expect(opened).toHaveBeenCalledTimes(2);
  });

  it.each([{}, { sessionId: 7 }, { sessionId: null }])("finds no session in %j", async (token) => {
    expect(await readSessionToken(await make(token), secret)).toBeNull();
  });
});
