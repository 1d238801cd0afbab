import { describe, expect, it } from "vitest";
import { groupKey, keyAddress, newKey, stepOfCode } from "./totp";

/** The key of RFC 6238, appendix B: the bytes of 12345678901234567890. */
const rfcKey = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

// Its codes have eight digits; those of six are their end.
const vectors: [seconds: number, code: string][] = [
  [59, "287082"],
  [1111111109, "081804"],
  [1111111111, "050471"],
  [1234567890, "005924"],
  [2000000000, "279037"],
  [20000000000, "353130"],
];

const at = (seconds: number) => new Date(seconds * 1000);

describe("stepOfCode", () => {
  it.each(vectors)("knows the code of RFC 6238 at %s", (seconds, code) => {
    expect(stepOfCode(rfcKey, code, at(seconds))).toBe(Math.floor(seconds / 30));
  });

  it("takes a code for its step, the one before and the one after, and no longer", () => {
    const step = 41_152_263;
    const code = "005924";
    const times = [-31, -30, -1, 0, 29, 30, 59, 60].map((seconds) => step * 30 + seconds);
    expect(times.map((seconds) => stepOfCode(rfcKey, code, at(seconds)))).toEqual([
      null,
      step,
      step,
      step,
      step,
      step,
      step,
      null,
    ]);
  });

  it("knows no other code", () => {
    for (const code of ["", "005925", "05924", "0005924", "00592a", "００５９２４", "0 05924"])
      expect(stepOfCode(rfcKey, code, at(1234567890))).toBeNull();
    expect(stepOfCode(newKey(), "005924", at(1234567890))).toBeNull();
  });
});

describe("a new key", () => {
  it("has 160 random bits, and is another each time", () => {
    const keys = Array.from({ length: 50 }, newKey);
    for (const key of keys) expect(key).toMatch(/^[A-Z2-7]{32}$/);
    expect(new Set(keys).size).toBe(50);
  });

  it("has an address for apps, and groups for typing", () => {
    const address = keyAddress(rfcKey, { site: "tickets.example.org", email: "ada+1@example.org" });
    expect(address).toBe(
      `otpauth://totp/Evento%20tickets.example.org:ada%2B1%40example.org?secret=${rfcKey}&issuer=Evento%20tickets.example.org`,
    );
    expect(groupKey(rfcKey)).toBe("GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
  });
});
