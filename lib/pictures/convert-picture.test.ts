import sharp, { type Sharp } from "sharp";
import { describe, expect, it } from "vitest";
import { Busy } from "@/lib/runtime/busy";
import { drawPicture } from "@/tests/harness/pictures";
import { convertPicture, type PictureFile } from "./convert-picture";
import { maxPicture, pictureSizes } from "./picture-files";

async function filesOf(upload: Buffer): Promise<PictureFile[]> {
  const outcome = await convertPicture(upload);
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.value;
}

const reasonOf = async (upload: Buffer) => {
  const outcome = await convertPicture(upload);
  return outcome.ok ? "accepted" : outcome.reason;
};

/** The colour of a pixel, rounded, so that a lossy format does not matter. */
async function colorAt({ bytes }: PictureFile, left: number, top: number) {
  const pixel = { left, top, width: 1, height: 1 };
  const data = await sharp(bytes).extract(pixel).raw().toBuffer();
  return [...data].map((part) => Math.round(part / 64));
}

describe("convertPicture", () => {
  it.each(["jpeg", "png", "webp", "avif"] as const)("makes WebP of a %s in every size", async (format) => {
    const files = await filesOf(await drawPicture(format));
    expect(files.map(({ width, height }) => ({ width, height }))).toEqual(pictureSizes);
    for (const { width, height, bytes } of files)
      expect(await sharp(bytes).metadata()).toMatchObject({ format: "webp", width, height });
  });

  it.each([
    ["grey", (image: Sharp) => image.greyscale()],
    ["with 16 bits a colour", (image: Sharp) => image.toColourspace("rgb16")],
    ["transparent", (image: Sharp) => image.ensureAlpha(0)],
  ])("takes a picture that is %s", async (_, change) => {
    expect(await filesOf(await drawPicture("png", { change }))).toHaveLength(3);
  });

  it("turns a photograph upright and keeps nothing of what its camera wrote", async () => {
    const top = { create: { width: 90, height: 30, channels: 3 as const, background: "#00f" } };
    const change = (image: Sharp) =>
      image
        .composite([{ input: top, gravity: "north" }])
        .withExif({ IFD0: { Copyright: "Ada" }, IFD3: { GPSLatitude: "51/1 30/1 0/1" } })
        // Taken with the camera on its head.
        .withMetadata({ orientation: 3 });
    const photograph = await drawPicture("jpeg", { width: 90, height: 60, change });
    expect((await sharp(photograph).metadata()).exif).toBeDefined();
    const [file] = await filesOf(photograph);
    if (!file) throw new Error("no file");
    expect(await colorAt(file, 240, 300)).toEqual([0, 0, 4]);
    expect(await colorAt(file, 240, 20)).not.toEqual([0, 0, 4]);
    const { exif, icc, xmp, iptc, orientation } = await sharp(file.bytes).metadata();
    expect([exif, icc, xmp, iptc, orientation]).toEqual(Array(5).fill(undefined));
  });

  it("keeps nothing of a picture that is a page, a script or an archive at the same time", async () => {
    const page = "<script>alert(1)</script>";
    const change = (image: Sharp) =>
      image.withExif({ IFD0: { ImageDescription: page, Artist: `"><svg onload=x>` } });
    const jpeg = await drawPicture("jpeg", { change });
    const archive = Buffer.from(`PK\u0003\u0004${page}PK\u0005\u0006`, "latin1");
    for (const upload of [
      Buffer.concat([jpeg, Buffer.from(`<html>${page}</html>`)]),
      Buffer.concat([await drawPicture("png"), archive]),
      Buffer.concat([await drawPicture("webp"), Buffer.from(`*/=0;${page}/*`)]),
    ]) {
      expect(upload.includes("<script>")).toBe(true);
      for (const { bytes } of await filesOf(upload)) {
        expect(bytes.subarray(0, 4).toString() + bytes.subarray(8, 12).toString()).toBe("RIFFWEBP");
        expect(/script|svg|Exif/.test(bytes.toString("latin1"))).toBe(false);
      }
    }
  });

  it.each<[string, string, () => Buffer | Promise<Buffer>]>([
    ["picture-kind", "text", () => Buffer.from("not a picture")],
    ["picture-kind", "nothing", () => Buffer.alloc(0)],
    ["picture-kind", "a GIF", () => drawPicture("gif")],
    ["picture-kind", "a TIFF", () => drawPicture("tiff")],
    [
      "picture-kind",
      "an SVG with a script",
      () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
    ],
    ["picture-kind", "a GIF that is a script", () => Buffer.from("GIF89a/*<svg onload=alert(1)>*/=0;")],
    ["picture-kind", "a PDF", () => Buffer.from("%PDF-1.7 \xff\xd8\xff", "latin1")],
    [
      "picture-kind",
      "a page that says it is a picture",
      () => Buffer.from("<!--\xff\xd8\xff--><script>", "latin1"),
    ],
    [
      "picture-size",
      "a file of 8 MB and a byte",
      () => Buffer.alloc(maxPicture.bytes + 1, "\xff\xd8\xff", "latin1"),
    ],
    ["picture-pixels", "30,000 × 30,000 pixels", hugePng],
    ["picture-animated", "a moving WebP", movingWebp],
    [
      "picture-broken",
      "half a JPEG",
      async () => half(await drawPicture("jpeg", { width: 400, height: 400 })),
    ],
    ["picture-broken", "half a PNG", async () => half(await drawPicture("png", { width: 400, height: 400 }))],
    [
      "picture-broken",
      "half a WebP",
      async () => half(await drawPicture("webp", { width: 400, height: 400 })),
    ],
    ["picture-broken", "a beginning alone", () => Buffer.from("\xff\xd8\xff", "latin1")],
    [
      "picture-broken",
      "an AVIF without a picture",
      () => Buffer.from("\0\0\0\x18ftypavif\0\0\0\0avifmif1", "latin1"),
    ],
  ])("refuses as %s %s", async (reason, _, upload) => {
    expect(await reasonOf(await upload())).toBe(reason);
  });

  it("takes a picture of just under 50 megapixels", async () => {
    const upload = await drawPicture("png", { width: 10_000, height: 4_999 });
    expect(await reasonOf(upload)).toBe("accepted");
  });

  it("lets twenty wait and refuses more as busy", async () => {
    const upload = await drawPicture("png");
    const answers = await Promise.allSettled(Array.from({ length: 30 }, () => convertPicture(upload)));
    const refused = answers.filter(({ status }) => status === "rejected");
    expect(refused).toHaveLength(8);
    for (const each of refused) expect((each as PromiseRejectedResult).reason).toBeInstanceOf(Busy);
  });
});

const half = (bytes: Buffer) => bytes.subarray(0, bytes.length / 2);

/** The header of a PNG of 30,000 × 30,000 pixels: nobody has to draw them. */
async function hugePng() {
  const png = await drawPicture("png");
  png.writeUInt32BE(30_000, 16);
  png.writeUInt32BE(30_000, 20);
  return png;
}

async function movingWebp() {
  const frames = await Promise.all(
    ["#000", "#fff"].map((background) =>
      sharp({ create: { width: 9, height: 9, channels: 3, background } })
        .png()
        .toBuffer(),
    ),
  );
  return sharp(frames, { join: { animated: true } })
    .webp()
    .toBuffer();
}
