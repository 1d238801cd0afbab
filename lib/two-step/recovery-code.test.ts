import { describe, expect, it } from "vitest";
import { hashRecoveryCode, hashTypedCode, newRecoveryCodes } from "./recovery-code";

describe("recovery codes", () => {
  it("are ten different ones", () => {
    const codes = newRecoveryCodes();
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4} ?){4}$/);
  });

  it("have the same hash however they are typed, and another for another account", () => {
    const hash = hashRecoveryCode("ada", "0123 4567 89AB CDEF");
    for (const typed of ["0123456789abcdef", " o123-4567-89ab-cdef ", "OI23 4567 89AB CDEF"])
      expect(hashTypedCode("ada", typed)).toBe(hash);
    expect(hashTypedCode("eve", "0123 4567 89AB CDEF")).not.toBe(hash);
    expect(hashTypedCode("ada", "0123 4567 89AB CDEG")).not.toBe(hash);
  });

  it.each(["", "123456", "0123 4567 89AB CDE", "0123 4567 89AB CDEF 0", "0123 4567 89AB CDEU"])(
    "are not %j",
    (typed) => expect(hashTypedCode("ada", typed)).toBeNull(),
  );
});
