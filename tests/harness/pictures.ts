import sharp, { type Sharp } from "sharp";

/** A picture of one colour in a format, with what `change` adds. */
export const drawPicture = (
  format: "jpeg" | "png" | "webp" | "avif" | "gif" | "tiff",
  { width = 60, height = 40, change = (image: Sharp) => image } = {},
): Promise<Buffer> =>
  change(sharp({ create: { width, height, channels: 3, background: "#c40" } }))
    .toFormat(format)
    .toBuffer();

/** As from a browser's file input. */
export const fileOf = (bytes: Buffer | string, name = "picture.jpg", type = "image/jpeg"): File =>
  new File([typeof bytes === "string" ? bytes : new Uint8Array(bytes)], name, { type });
