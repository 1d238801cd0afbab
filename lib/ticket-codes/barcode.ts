import { type RenderOptions, toBuffer, toSVG } from "bwip-js/node";
import { LRUCache } from "lru-cache";

const drawable = /^[0-9A-HJKMNP-TV-Z]{16}$/;

// The padding is the quiet zone in bwip-js's units: four modules of two for QR, ten of one for Code 128.
const qr = { bcid: "qrcode", eclevel: "M", padding: 8 };
// Two digits in one symbol would make barcodes of different widths, which no page could give whole pixels.
const oneWidth = { newencoder: true, suppressc: true };
const code128 = { bcid: "code128", height: 16, paddingwidth: 10, paddingheight: 3, ...oneWidth };

const blackOnWhite = { barcolor: "000000", backgroundcolor: "ffffff" };

function drawing(code: string, symbol: typeof qr | typeof code128, scale: number): RenderOptions {
  if (!drawable.test(code)) throw new Error("Only the code of a ticket can be drawn as a barcode.");
  return { ...symbol, text: code, scale, ...blackOnWhite };
}

const svgOf = (options: RenderOptions) =>
  toSVG(options).replace("<svg ", '<svg shape-rendering="crispEdges" focusable="false" ');

const svg = (code: string, symbol: typeof qr | typeof code128) => svgOf(drawing(code, symbol, 1));

// A barcode never changes, and drawing one takes as long as a third of its page. 5,000 tickets take 14 MB.
const max = 5_000;
const qrSvgs = new LRUCache<string, string>({ max, memoMethod: (code) => svg(code, qr) });
const code128Svgs = new LRUCache<string, string>({ max, memoMethod: (code) => svg(code, code128) });

/**
 * The code as a QR code: an inline SVG that fills its box, black on white, with its quiet zone. The box needs
 * an accessible name.
 * @throws unless `code` is 16 upper-case characters of Crockford's base32.
 */
export const qrSvg = (code: string): string => qrSvgs.memo(code);

/** Like `qrSvg`, of an address; it is drawn each time, so that a secret in it does not stay in memory. */
export const addressQrSvg = (address: string): string =>
  svgOf({ ...qr, text: address, scale: 1, ...blackOnWhite });

/** Like `qrSvg`, as a Code 128 barcode, 231 modules wide. */
export const code128Svg = (code: string): string => code128Svgs.memo(code);

/** Like `qrSvg`, as a PNG of 290 × 290 pixels for mail, which cannot show SVG. */
export const qrPng = async (code: string): Promise<Buffer> => toBuffer(drawing(code, qr, 5));

/** Like `code128Svg`, as a PNG of 462 pixels' width for mail. */
export const code128Png = async (code: string): Promise<Buffer> => toBuffer(drawing(code, code128, 2));
