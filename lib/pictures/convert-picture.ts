import { remember } from "@epic-web/remember";
import PQueue from "p-queue";
import sharp from "sharp";
import { done, type Outcome, refuse } from "@/lib/outcome/outcome";
import { Busy } from "@/lib/runtime/busy";
import { maxPicture, pictureSizes } from "./picture-files";
import { isAcceptedFormat } from "./picture-format";

export type PictureFile = { width: number; height: number; bytes: Buffer };

type Refused = "picture-kind" | "picture-size" | "picture-pixels" | "picture-animated" | "picture-broken";

// A large picture takes some hundred MB while it is decoded.
const concurrency = 2;
const maxWaiting = 20;

const queue = remember("evento.pictures", () => new PQueue({ concurrency }));

// Every picture is another one, so there is nothing to remember.
sharp.cache(false);

/**
 * Makes WebP files of an upload, upright, cropped to the shape of `pictureSizes`, and without its metadata. Runs in
 * libuv's threads, two at a time. Refuses `picture-kind` for what is no JPEG, PNG, WebP or AVIF, `picture-size`,
 * `picture-pixels`, `picture-animated`, and `picture-broken`.
 * @throws Busy when too many wait
 */
export async function convertPicture(upload: Buffer): Promise<Outcome<PictureFile[], Refused>> {
  if (upload.length > maxPicture.bytes) return refuse("picture-size");
  if (!isAcceptedFormat(upload)) return refuse("picture-kind");
  if (queue.size >= maxWaiting) throw new Busy("too many pictures wait to be converted");
  return queue.add(() => convert(upload));
}

async function convert(upload: Buffer): Promise<Outcome<PictureFile[], Refused>> {
  // Reads the header alone, however many pixels it announces.
  const header = await sharp(upload, { limitInputPixels: false })
    .metadata()
    .catch(() => null);
  if (!header) return refuse("picture-broken");
  if (header.width * header.height > maxPicture.pixels) return refuse("picture-pixels");
  if ((header.pages ?? 1) > 1) return refuse("picture-animated");
  const largest = pictureSizes[pictureSizes.length - 1] ?? pictureSizes[0];
  const cropped = await sharp(upload, { limitInputPixels: maxPicture.pixels, failOn: "error" })
    .autoOrient()
    .resize({ ...largest, fit: "cover", position: "attention" })
    .flatten({ background: "#fff" })
    .toColourspace("srgb")
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch(() => null);
  if (!cropped) return refuse("picture-broken");
  const files: PictureFile[] = [];
  for (const size of pictureSizes) {
    const bytes = await sharp(cropped.data, { raw: cropped.info })
      .resize({ ...size })
      .webp({ quality: 78 })
      .toBuffer();
    files.push({ ...size, bytes });
  }
  return done(files);
}
