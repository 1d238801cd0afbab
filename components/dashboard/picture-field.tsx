"use client";

import { EventPicture } from "@/components/events/event-picture";
import { FileField } from "@/components/forms/field";
import { useFormContext } from "@/components/forms/form-context";
import type { FormState } from "@/lib/actions/form-state";
import { maxPicture } from "@/lib/pictures/picture-files";

/** The stored picture that the form has; "" for none. */
export const keptPictureId = ({ values, refusal }: FormState): string =>
  (refusal?.reason !== "picture-gone" && values.pictureId) || "";

/** Chooses, replaces or removes an event's picture. */
export function PictureField() {
  const { state } = useFormContext();
  const pictureId = keptPictureId(state);
  return (
    <div className="grid grid-cols-1 gap-3">
      <input type="hidden" name="pictureId" value={pictureId} />
      {pictureId && (
        <EventPicture
          pictureId={pictureId}
          sizes="15rem"
          loading="eager"
          className="h-40 w-60 rounded-control object-cover"
        />
      )}
      <FileField
        name="picture"
        label="Picture"
        hint="Optional. JPEG, PNG, WebP or AVIF, at most 8 MB. It is cropped to three by two."
        accept="image/jpeg,image/png,image/webp,image/avif"
        data-max-bytes={maxPicture.bytes}
        data-high="Choose a picture of at most 8 MB."
      />
      {pictureId && (
        <label className="flex items-center gap-3">
          <input type="checkbox" name="removePicture" className="size-5 accent-ink" />
          Remove picture
        </label>
      )}
    </div>
  );
}
