"use client";

import { EventPicture } from "@/components/events/event-picture";
import { FileField } from "@/components/forms/field";
import { useFormContext } from "@/components/forms/form-context";
import { maxPicture } from "@/lib/pictures/picture-files";

/** Chooses, replaces or removes an event's picture. */
export function PictureField() {
  const { state } = useFormContext();
  const isGone = state.refusal?.reason === "picture-gone";
  const pictureId = (!isGone && state.values.pictureId) || "";
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
