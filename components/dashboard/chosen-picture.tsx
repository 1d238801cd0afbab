"use client";

import { useEffect, useRef } from "react";
import { pictureSizes } from "@/lib/pictures/picture-files";

const [, { width, height }] = pictureSizes;

/**
 * A picture that is not sent yet, in the shape that it will have; nothing if it is none. It is drawn, because the
 * Content-Security-Policy allows an <img> to show what this server has sent alone.
 */
export function ChosenPicture({ file, className }: { file: File; className: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    let isCurrent = true;
    const draw = async () => {
      const picture = await createImageBitmap(file);
      const context = isCurrent && canvas.current?.getContext("2d");
      if (context) drawCropped(context, picture);
      picture.close();
    };
    draw().catch(() => canvas.current?.getContext("2d")?.clearRect(0, 0, width, height));
    return () => {
      isCurrent = false;
    };
  }, [file]);
  return <canvas ref={canvas} width={width} height={height} aria-hidden className={className} />;
}

/** Fills the canvas with the middle of a picture. */
function drawCropped(context: CanvasRenderingContext2D, picture: ImageBitmap): void {
  const scale = Math.max(width / picture.width, height / picture.height);
  const [w, h] = [picture.width * scale, picture.height * scale];
  context.clearRect(0, 0, width, height);
  context.drawImage(picture, (width - w) / 2, (height - h) / 2, w, h);
}
