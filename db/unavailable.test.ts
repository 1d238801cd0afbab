import { describe, expect, it } from "vitest";
import { isUnavailable } from "./unavailable";

const withCode = (code: string) => Object.assign(new Error("it failed"), { code });

describe("isUnavailable", () => {
  it.each([
    ...[
      "SQLITE_BUSY",
      "SQLITE_FULL",
      "SQLITE_IOERR",
      "SQLITE_IOERR_WRITE",
      "SQLITE_IOERR_FSYNC",
      "SQLITE_NOMEM",
    ],
    // Disk full, out of memory, too many connections, a limit of the configuration.
    ...["53100", "53200", "53300", "53400"],
    // A system error, an I/O error, a missing file.
    ...["58000", "58030", "58P01"],
    // Stopped, crashed, starting, dropped.
    ...["57P01", "57P02", "57P03", "57P04"],
    ...["08006", "40P01", "55P03", "57014", "25P03", "ECONNREFUSED"],
  ])("is true for %s, also as the cause of another error", (code) => {
    expect(isUnavailable(withCode(code))).toBe(true);
    expect(isUnavailable(new Error("Failed query", { cause: withCode(code) }))).toBe(true);
  });

  it.each([
    "SQLITE_CONSTRAINT",
    "SQLITE_CORRUPT",
    "SQLITE_ERROR",
    "23505",
    "42P01",
    "XX001",
    "5",
    "53",
    "E53100",
  ])("is false for %s", (code) => expect(isUnavailable(withCode(code))).toBe(false));
});
