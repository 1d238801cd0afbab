import { describe, expect, it } from "vitest";
import { codeEnding, maxScanLength, readCode } from "./read-code";

const code = "3SWT0A1B2C3DR1H8";

describe("readCode", () => {
  it.each([
    ["as it is", code],
    ["in groups", "3SWT 0A1B 2C3D R1H8"],
    ["in groups with dashes of any kind", "3SWT-0A1B–2C3D—R1H8"],
    ["in lower case", code.toLowerCase()],
    ["with O for 0", "3SWTOA1B2C3DR1H8"],
    ["with I and l for 1", "3SWT0AIB2C3DRlH8"],
    ["all of it mixed up", " 3swt-oaLb 2c3d\tri h8\r\n"],
    ["in full-width letters", "３ＳＷＴ0A1B2C3DR1H8"],
  ])("reads a code %s", (_, typed) => {
    expect(readCode(typed)).toBe(code);
  });

  it.each([
    ["nothing", ""],
    ["too few characters", code.slice(1)],
    ["too many characters", `${code}0`],
    ["a letter that no code has", code.replace("S", "U")],
    ["an address", "https://example.org/tickets/1"],
    ["a scan of 5,000 characters", code.padEnd(5_000, " ")],
    ["one character more than a scan may have", code.padEnd(maxScanLength + 1, " ")],
  ])("reads no code in %s", (_, typed) => {
    expect(readCode(typed)).toBeNull();
  });

  it("reads a scan that is as long as allowed", () => {
    expect(readCode(code.padEnd(maxScanLength, " "))).toBe(code);
  });
});

it("tells tickets apart by the last four characters", () => {
  expect(codeEnding(code)).toBe("R1H8");
});
