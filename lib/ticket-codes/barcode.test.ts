import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { readBarcodeImage } from "@/tests/harness/barcode-reader";
import { addressQrSvg, code128Png, code128Svg, qrPng, qrSvg } from "./barcode";

const codes = [
  "0123456789ABCDEF",
  "1234567890123456",
  "649413699JG1BFT2",
  "GHJKMNPQRSTVWXYZ",
  "0000000000000000",
  "ZZZZ9999ZZZZ9999",
];

/** As on a dark page, which must not show through. */
const rasterise = (svg: string, width: number) =>
  sharp(Buffer.from(svg)).resize({ width }).flatten({ background: "#000000" }).png().toBuffer();

describe.each(codes)("the barcodes of %s", (code) => {
  it("can be read from the QR code of the page", async () => {
    expect(await readBarcodeImage(await rasterise(qrSvg(code), 580))).toEqual([
      { format: "QRCode", text: code },
    ]);
  });

  it("can be read from the Code 128 of the page", async () => {
    expect(await readBarcodeImage(await rasterise(code128Svg(code), 880))).toEqual([
      { format: "Code128", text: code },
    ]);
  });

  it("is 231 modules wide as Code 128, so that a page can give each module whole pixels", async () => {
    expect(code128Svg(code)).toMatch(/viewBox="0 0 231 /);
    expect((await sharp(await code128Png(code)).metadata()).width).toBe(462);
  });

  it("can be read from the images of the mail", async () => {
    expect(await readBarcodeImage(await qrPng(code))).toEqual([{ format: "QRCode", text: code }]);
    expect(await readBarcodeImage(await code128Png(code))).toEqual([{ format: "Code128", text: code }]);
  });
});

it("can be read from the QR code of an address", async () => {
  const address =
    "otpauth://totp/Evento%20tickets.example.org:ada%40example.org?secret=GEZDGNBVGY3TQOJQ&issuer=E";
  expect(await readBarcodeImage(await rasterise(addressQrSvg(address), 580))).toEqual([
    { format: "QRCode", text: address },
  ]);
});

/** The number of white modules beside the bars; a module has `units` units of the drawing. */
async function quietModules(svg: string, units: number) {
  const modules = Number(/viewBox="0 0 (\d+)/.exec(svg)?.[1]) / units;
  const { data, info } = await sharp(Buffer.from(svg))
    .resize({ width: modules * 4 })
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const columns = Array.from({ length: info.width }, (_, x) =>
    Array.from({ length: info.height }, (_, y) => data[(y * info.width + x) * info.channels] ?? 0).every(
      (grey) => grey > 250,
    ),
  );
  const left = columns.indexOf(false);
  const right = columns.reverse().indexOf(false);
  return Math.floor(Math.min(left, right) / 4);
}

describe("a barcode for a page", () => {
  it("has four white modules around the QR code and ten beside Code 128", async () => {
    expect(await quietModules(qrSvg("0123456789ABCDEF"), 2)).toBe(4);
    expect(await quietModules(code128Svg("0123456789ABCDEF"), 1)).toBe(10);
  });

  it("obeys a strict content security policy", () => {
    for (const svg of [qrSvg("0123456789ABCDEF"), code128Svg("0123456789ABCDEF")]) {
      expect(svg).toMatch(/^<svg /);
      expect(svg).not.toMatch(/style|script|href|on[a-z]+=/i);
    }
  });

  it.each([
    "",
    "0123456789ABCDE",
    "0123456789ABCDEFG",
    "0123456789abcdef",
    "0123456789ABCDEI",
    "0123 4567 89AB CD",
    '"><script>alert()',
    "0123456789ABCDEF\n",
  ])("refuses to draw %j", async (text) => {
    expect(() => qrSvg(text)).toThrow();
    expect(() => code128Svg(text)).toThrow();
    await expect(qrPng(text)).rejects.toThrow();
    await expect(code128Png(text)).rejects.toThrow();
  });
});
