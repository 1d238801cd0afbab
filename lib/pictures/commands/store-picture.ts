import type { Db } from "@/db/client";
import { pictureFiles, pictures } from "@/db/schema";
import { newId } from "@/lib/runtime/ids";
import type { PictureFile } from "../convert-picture";

/** Stores a converted picture, which no event or draft uses yet, and returns its id. */
export async function storePicture(
  tx: Db,
  { uploadedBy, files, at }: { uploadedBy: string; files: PictureFile[]; at: Date },
): Promise<string> {
  const id = newId();
  await tx.insert(pictures).values({ id, uploadedBy, createdAt: at });
  await tx.insert(pictureFiles).values(files.map((file) => ({ pictureId: id, ...file })));
  return id;
}
