"use client";

import { type ReactNode, useDeferredValue, useMemo } from "react";
import { DateBadge } from "@/components/events/date-badge";
import { EventContact } from "@/components/events/event-contact";
import { EventDescription } from "@/components/events/event-description";
import { EventWhen } from "@/components/events/event-when";
import { Poster } from "@/components/events/poster";
import { useFormContext, useTypedTexts } from "@/components/forms/form-context";
import { ChosenPicture } from "./chosen-picture";
import { keptPictureId } from "./picture-field";
import type { TypedSchedule } from "./typed-schedule";

export type EventPreviewProps = {
  /** Of the event or the draft, on which its poster depends; nothing while it has none. */
  id?: string;
  schedule: TypedSchedule | null;
  /** Who is behind the event if the form does not say. */
  defaultHost: string;
};

/** The event's page, as it will be with what is in the form. */
export function EventPreview({ id, schedule, defaultHost }: EventPreviewProps) {
  const { name, host, location, contact, description = "" } = useTypedTexts();
  // A long one takes longer to read than a key press.
  const deferred = useDeferredValue(description);
  const formatted = useMemo(() => deferred.trim() && <EventDescription text={deferred} />, [deferred]);
  return (
    <>
      <div className="relative max-lg:-mx-4 max-lg:-mt-5 sm:max-lg:mx-0 sm:max-lg:mt-0">
        <PreviewPoster id={id} />
        {schedule && (
          <div className="absolute -bottom-6 left-4 lg:left-5">
            <DateBadge at={schedule.startsAt} timeZone={schedule.timeZone} />
          </div>
        )}
      </div>
      <div className="grid grid-cols-1 gap-6 pt-11 lg:p-5 lg:pt-11">
        <div>
          <p className="font-display text-2xl tracking-[-0.02em] wrap-anywhere">
            {name?.trim() || <Missing>Event name</Missing>}
          </p>
          <p className="mt-1.5 text-muted wrap-anywhere">
            by <span className="text-ink">{host?.trim() || defaultHost}</span>
          </p>
        </div>
        {schedule ? (
          <div>
            <EventWhen key={`${schedule.startsAt} ${schedule.timeZone}`} event={schedule} />
            <p className="text-sm text-muted">Fixed: this date and time never change.</p>
          </div>
        ) : (
          <p className="font-display text-lg">
            <Missing>Date and time</Missing>
          </p>
        )}
        <p className="font-display text-lg wrap-anywhere">
          {location?.trim() || <Missing>Location</Missing>}
        </p>
        {formatted}
        {contact?.trim() && (
          <p className="text-muted">
            Questions? <EventContact contact={contact.trim()} />
          </p>
        )}
      </div>
    </>
  );
}

const Missing = ({ children }: { children: ReactNode }) => <span className="text-muted">{children}</span>;

function PreviewPoster({ id }: { id?: string }) {
  const { state, typed } = useFormContext();
  const look = "h-45 w-full sm:max-lg:rounded-stub";
  const chosen = typed?.get("picture");
  if (chosen instanceof File && chosen.size > 0)
    return <ChosenPicture file={chosen} className={`object-cover ${look}`} />;
  const pictureId = typed?.has("removePicture") ? null : keptPictureId(state) || null;
  if (id || pictureId)
    return (
      <Poster
        event={{ id: id ?? "", pictureId }}
        sizes="(min-width: 64rem) 28rem, 100vw"
        loading="eager"
        className={look}
      />
    );
  return (
    <p className={`grid place-content-center bg-raised px-8 text-center text-sm text-muted ${look}`}>
      Your picture, or a pattern of its own
    </p>
  );
}
