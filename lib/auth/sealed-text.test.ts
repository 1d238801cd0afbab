import { describe, expect, it } from "vitest";
import { openText, sealText } from "./sealed-text";

const text = "JBSWY3DPEHPK3PXP, für Ada";
const sealed = sealText("a-key", "ada", text);

describe("a sealed text", () => {
  it("opens for its purpose and owner, and looks different each time", () => {
    expect(openText("a-key", "ada", sealed)).toBe(text);
    expect(sealText("a-key", "ada", text)).not.toBe(sealed);
    expect(Buffer.from(sealed, "base64url").toString("latin1")).not.toContain("JBSWY");
  });

  it("does not open for another purpose or owner, nor when a bit of it has changed", () => {
    expect(openText("another", "ada", sealed)).toBeNull();
    expect(openText("a-key", "eve", sealed)).toBeNull();
    for (const place of [0, 12, 27, 28, Buffer.from(sealed, "base64url").length - 1]) {
      const bytes = Buffer.from(sealed, "base64url");
      bytes.writeUInt8(bytes.readUInt8(place) ^ 1, place);
      expect(openText("a-key", "ada", bytes.toString("base64url")), `byte ${place}`).toBeNull();
    }
    for (const other of ["", "x", sealed.slice(0, 30), `${sealed}AAAA`, "not base64url!"])
      expect(openText("a-key", "ada", other)).toBeNull();
  });
});
