import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";

// By default, the reader would fetch its WebAssembly from the network.
const wasm = createRequire(import.meta.url).resolve("zxing-wasm/reader/zxing_reader.wasm");
let ready: Promise<unknown> | undefined;

function prepare() {
  const bytes = readFileSync(wasm);
  const wasmBinary = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  return prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
}

export type ReadBarcode = { format: string; text: string };

/** The barcodes that an independent reader finds in a PNG or JPEG, with formats such as `QRCode`, `Code128`. */
export async function readBarcodeImage(image: Uint8Array): Promise<ReadBarcode[]> {
  ready ??= prepare();
  await ready;
  const found = await readBarcodes(new Uint8Array(image), { tryHarder: true });
  return found.map(({ format, text }) => ({ format, text }));
}
