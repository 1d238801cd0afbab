import type { TakenFiles } from "@/lib/actions/define-action";
import { record, refuse } from "@/lib/outcome/outcome";
import { storePicture } from "@/lib/pictures/commands/store-picture";
import { convertPicture } from "@/lib/pictures/convert-picture";
import { maxPicture } from "@/lib/pictures/picture-files";
import { countRequest } from "@/lib/rate-limits/count-request";

/**
 * Stores the picture that came with an event's form at once, so that a refused form does not lose it, and returns its
 * id as `pictureId`; "" if the picture is to be removed. Refuses as `convertPicture` does, and `picture-limited`.
 */
export async function takePicture(
  form: FormData,
  { viewer, now }: { viewer: { id: string }; now: Date },
): Promise<TakenFiles> {
  const file = form.get("picture");
  if (file === null || typeof file === "string" || file.size === 0)
    return form.has("removePicture") ? { values: { pictureId: "" } } : {};
  if (file.size > maxPicture.bytes) return { refusal: refuse("picture-size") };
  const counted = await countRequest("picture", viewer.id, now);
  if (!counted.ok) return { refusal: refuse("picture-limited", counted.facts) };
  const converted = await convertPicture(Buffer.from(await file.arrayBuffer()));
  if (!converted.ok) return { refusal: converted };
  const files = converted.value;
  const pictureId = await record((tx) => storePicture(tx, { uploadedBy: viewer.id, files, at: now }));
  return { values: { pictureId } };
}
