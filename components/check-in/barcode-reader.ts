/** Reads the barcodes in the current picture of a video. */
export type BarcodeReader = (video: HTMLVideoElement) => Promise<string[]>;

/** The browser's own detector, which TypeScript does not know yet. */
type Detector = { detect: (video: HTMLVideoElement) => Promise<{ rawValue: string }[]> };
type DetectorClass = {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats: () => Promise<string[]>;
};

const formats = ["qr_code", "code_128"];

async function openOwnDetector(): Promise<BarcodeReader | null> {
  const { BarcodeDetector } = window as { BarcodeDetector?: DetectorClass };
  const known = (await BarcodeDetector?.getSupportedFormats().catch(() => [])) ?? [];
  if (!BarcodeDetector || !formats.every((format) => known.includes(format))) return null;
  const detector = new BarcodeDetector({ formats });
  return async (video) => (await detector.detect(video)).map(({ rawValue }) => rawValue);
}

/** More pixels than a code needs take longer to search. */
const widest = 960;

/** ZXing as WebAssembly, from our own server: its default would be a CDN. */
async function openZxing(): Promise<BarcodeReader> {
  const { prepareZXingModule, readBarcodes } = await import("zxing-wasm/reader");
  const wasm = new URL("../../node_modules/zxing-wasm/dist/reader/zxing_reader.wasm", import.meta.url);
  await prepareZXingModule({ overrides: { locateFile: () => wasm.href }, fireImmediately: true });
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  return async (video) => {
    if (!context || video.videoWidth === 0) return [];
    const scale = Math.min(1, widest / video.videoWidth);
    canvas.width = Math.round(video.videoWidth * scale);
    canvas.height = Math.round(video.videoHeight * scale);
    context.drawImage(video, 0, 0, canvas.width, canvas.height);
    const picture = context.getImageData(0, 0, canvas.width, canvas.height);
    const found = await readBarcodes(picture, { formats: ["QRCode", "Code128"], maxNumberOfSymbols: 2 });
    return found.map(({ text }) => text);
  };
}

let opened: Promise<BarcodeReader> | undefined;

/** Opens the best reader that this browser has, once. */
export function openBarcodeReader(): Promise<BarcodeReader> {
  opened ??= openOwnDetector().then((own) => own ?? openZxing());
  opened.catch(() => {
    opened = undefined;
  });
  return opened;
}
