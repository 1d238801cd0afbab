import { and, eq } from "drizzle-orm";
import { reader } from "@/db/client";
import { pictureFiles } from "@/db/schema";

/** A picture in one of its widths, as WebP, for whoever knows its id; null if there is none. */
export async function findPictureFile(pictureId: string, width: number): Promise<Buffer | null> {
  if (!Number.isSafeInteger(width)) return null;
  const [file] = await reader()
    .select({ bytes: pictureFiles.bytes })
    .from(pictureFiles)
    .where(and(eq(pictureFiles.pictureId, pictureId), eq(pictureFiles.width, width)));
  return file?.bytes ?? null;
}
