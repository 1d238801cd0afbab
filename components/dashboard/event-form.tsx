"use client";

import { lazy, type ReactNode, Suspense } from "react";
import { ActionForm, type Wording } from "@/components/forms/action-form";
import { RadioField, TextArea, TextField } from "@/components/forms/field";
import { useFormContext, useTypedTexts } from "@/components/forms/form-context";
import { limitedFor } from "@/components/forms/limited-for";
import { SubmitButton } from "@/components/forms/submit-button";
import { Notice } from "@/components/ui/notice";
import type { FormAction } from "@/lib/actions/form-state";
import type { RefusalFacts } from "@/lib/outcome/outcome";
import { DescriptionPreview, PreviewButton } from "./description-preview";
import type { EventPreviewProps } from "./event-preview";
import { PictureField } from "./picture-field";
import { TimeZoneField } from "./time-zone-field";
import { readTypedSchedule, type TypedSchedule } from "./typed-schedule";
import { WhenInWords } from "./when-in-words";
import { WithPreview } from "./with-preview";

// It has a parser for descriptions, and no field waits for it.
const EventPreview = lazy(() =>
  import("./event-preview").then(
    ({ EventPreview }) => ({ default: EventPreview }),
    () => ({ default: NoPreview }),
  ),
);

/** An exception would replace the form and what was typed. */
const NoPreview = () => <p className="p-5">The preview could not be loaded. The form works without it.</p>;

const refusals: Record<string, Wording> = {
  past: { field: "date", text: "The start must be in the future." },
  "too-far": { field: "date", text: "The start can be at most 5 years away." },
  "time-skipped": {
    field: "time",
    text: "This time does not exist on that date, because the clocks go forward. Choose another.",
  },
  "time-twice": {
    field: "time",
    text: "This time happens twice on that date, because the clocks go back. Choose which one below.",
  },
  cancelled: { text: "This event is cancelled and can no longer be changed." },
  started: { text: "This event has started and can no longer be changed." },
  "picture-kind": { field: "picture", text: "Choose a JPEG, PNG, WebP or AVIF picture." },
  "picture-size": { field: "picture", text: "Choose a picture of at most 8 MB." },
  "picture-pixels": {
    field: "picture",
    text: "This picture has more than 50 megapixels. Make it smaller, then choose it again.",
  },
  "picture-animated": { field: "picture", text: "Choose a picture that does not move." },
  "picture-broken": {
    field: "picture",
    text: "This picture is damaged or incomplete. Choose another, or save it again with another program.",
  },
  "picture-gone": { field: "picture", text: "This picture is no longer stored. Choose it again." },
  "picture-limited": { ...limitedFor("You have sent too many pictures."), field: "picture" },
  stale: { text: (facts) => <WhatChanged facts={facts} /> },
  "draft-stale": {
    text: "This draft was saved in another tab after you opened it here, so nothing was saved now. What you typed is still here: save it again to replace the other.",
  },
  "draft-created": {
    text: "This draft is an event by now, so nothing was saved. You find it on your dashboard.",
  },
  "too-many-drafts": {
    text: "You have 50 drafts, and cannot save another. Delete one, or create its event. What you typed is still here.",
  },
  limited: limitedFor(
    "The location was changed too often, and each change is mailed to everybody with a ticket. Nothing was changed.",
  ),
  "below-allocated": {
    field: "capacity",
    text: ({ least }) => `Capacity cannot be lower than ${least}, the number of tickets allocated.`,
  },
};

type NewEventFormProps = {
  action: FormAction;
  values: Record<string, string>;
  timeZones: string[];
  today: string;
  /** The host of an event whose form names none. */
  defaultHost: string;
};

/** The form of a new event or, with a `draftId` among its values, of a draft. */
export function NewEventForm({ action, values, timeZones, today, defaultHost }: NewEventFormProps) {
  const preview = <NewEventPreview timeZones={timeZones} defaultHost={defaultHost} />;
  return (
    <ActionForm action={action} values={values} refusals={refusals} guarded>
      <WithPreview preview={preview}>
        <DraftFields />
        <NameField />
        <fieldset className="grid gap-5 rounded-control border border-hair p-5">
          <legend className="px-2 font-display">When</legend>
          <Notice tone="warn">
            Date, time, time zone and duration cannot be changed later. Check them carefully.
          </Notice>
          <div className="grid gap-5 sm:grid-cols-2">
            <TextField
              name="date"
              label="Date"
              type="date"
              required
              min={today}
              data-low="The start must be in the future."
              missing="Choose a date."
            />
            <TextField name="time" label="Time" type="time" required missing="Choose a time." />
          </div>
          <DisambiguationField />
          <TimeZoneField timeZones={timeZones} />
          <div>
            <fieldset className="grid grid-cols-2 gap-x-5 gap-y-1.5">
              <legend className="mb-1.5 text-sm text-muted">Duration</legend>
              <TextField
                name="hours"
                label="Hours"
                type="number"
                inputMode="numeric"
                min={0}
                max={744}
                step={1}
                required
                missing="Enter the hours."
              />
              <TextField
                name="minutes"
                label="Minutes"
                type="number"
                inputMode="numeric"
                min={0}
                max={59}
                step={1}
                required
                missing="Enter the minutes."
              />
            </fieldset>
            <WhenInWords timeZones={timeZones} />
          </div>
        </fieldset>
        <PlaceFields isNew />
        <p className="text-sm text-muted">
          Creating the event announces it and fixes its date, time, time zone and duration for ever. All else
          can be edited until it starts. Only you see a draft.
        </p>
        <Buttons>
          <SubmitButton intent="create">Create event</SubmitButton>
          <SubmitButton intent="draft" tone="quiet" formNoValidate>
            Save draft
          </SubmitButton>
        </Buttons>
      </WithPreview>
    </ActionForm>
  );
}

type EditEventFormProps = {
  action: FormAction;
  eventId: string;
  values: Record<string, string>;
  least: number;
  schedule: TypedSchedule;
  /** Shown above the fields: what cannot be changed. */
  children: ReactNode;
};

/** The form of an event that is announced: all but its date, time, zone and duration. */
export function EditEventForm({ action, eventId, values, least, schedule, children }: EditEventFormProps) {
  const preview = <Preview id={eventId} schedule={schedule} defaultHost="" />;
  return (
    <ActionForm action={action} values={values} refusals={refusals} guarded>
      <WithPreview preview={preview}>
        {children}
        <input type="hidden" name="eventId" value={eventId} />
        <VersionField />
        <NameField />
        <PlaceFields least={least} />
        <Buttons>
          <SubmitButton intent="save">Save changes</SubmitButton>
        </Buttons>
      </WithPreview>
    </ActionForm>
  );
}

const Preview = (props: EventPreviewProps) => (
  <Suspense>
    <EventPreview {...props} />
  </Suspense>
);

type NewEventPreviewProps = Pick<NewEventFormProps, "timeZones" | "defaultHost">;

function NewEventPreview({ timeZones, defaultHost }: NewEventPreviewProps) {
  const typed = useTypedTexts();
  const schedule = readTypedSchedule(typed, timeZones, new Date());
  return <Preview id={typed.draftId} schedule={schedule} defaultHost={defaultHost} />;
}

/** What the typed values are a change of: after a refusal as stale, the event as the refusal shows it. */
function VersionField() {
  const { state } = useFormContext();
  const shown = state.refusal?.reason === "stale" ? state.refusal.facts?.version : undefined;
  return <input type="hidden" name="version" value={shown ?? state.values.version} />;
}

/**
 * The draft that the form was opened from: after a refusal as stale, the draft as it is now. Without one, the id that
 * was drawn with the form.
 */
function DraftFields() {
  const { state } = useFormContext();
  const { draftId, revision, formId } = state.values;
  if (!draftId) return <input type="hidden" name="formId" value={formId} />;
  const current = state.refusal?.reason === "draft-stale" ? state.refusal.facts?.revision : undefined;
  return (
    <>
      <input type="hidden" name="draftId" value={draftId} />
      <input type="hidden" name="revision" value={current ?? revision} />
    </>
  );
}

const changeable = [
  ["name", "Event name"],
  ["location", "Location"],
  ["host", "Host"],
  ["contact", "Contact"],
  ["capacity", "Capacity"],
  ["description", "Description"],
  ["pictureId", "Picture"],
] as const;

function WhatChanged({ facts }: { facts: RefusalFacts }) {
  return (
    <div className="grid gap-3">
      <p>
        This event was changed after you opened this form, so nothing was saved. What you typed is still here.
      </p>
      <dl className="grid gap-2">
        {changeable
          .filter(([name]) => facts[name] !== undefined)
          .map(([name, label]) => (
            <div key={name}>
              <dt className="font-display">{label} is now</dt>
              <dd className="max-h-60 overflow-y-auto wrap-anywhere whitespace-pre-line">
                {shownAs(name, facts[name])}
              </dd>
            </div>
          ))}
      </dl>
      <p>Check the fields below, then save again: what they contain replaces what is shown here.</p>
    </div>
  );
}

function shownAs(name: string, value: string | number | undefined): ReactNode {
  if (name === "pictureId") return value ? "another one" : "removed";
  return value === "" ? "empty" : value;
}

const NameField = () => (
  <TextField name="name" label="Event name" required maxLength={120} missing="Enter a name for the event." />
);

function PlaceFields({ least = 1, isNew = false }: { least?: number; isNew?: boolean }) {
  return (
    <>
      <TextField
        name="location"
        label="Location"
        hint="Changing it later emails everyone with a ticket."
        required
        maxLength={200}
        missing="Enter a location."
      />
      <TextField
        name="host"
        label="Host"
        hint={`Who is behind the event, as people will read it${isNew ? ": you, if you leave this empty" : ""}.`}
        required={!isNew}
        maxLength={80}
        missing="Enter who is behind the event."
      />
      <TextField
        name="contact"
        label="Contact"
        hint="Optional. An email address or a web address for questions, shown on the event’s page. Replies to the event’s emails go to an email address."
        maxLength={300}
      />
      <TextField
        name="capacity"
        label="Capacity"
        hint="Only the organisers of this event see this number."
        type="number"
        inputMode="numeric"
        min={least}
        max={1_000_000}
        step={1}
        required
        missing="Enter the capacity."
        data-low={
          least > 1
            ? `Capacity cannot be lower than ${least}, the number of tickets allocated.`
            : "Capacity must be a whole number from 1 to 1,000,000."
        }
      />
      <TextArea
        name="description"
        label="Description"
        hint="Optional. Leave an empty line between paragraphs. **bold**, *italics*, # heading, - list, [words](https://example.org)."
        rows={8}
        maxLength={5_000}
      />
      <DescriptionPreview />
      <PictureField />
    </>
  );
}

/** The first button is the one that Enter presses. */
const Buttons = ({ children }: { children: ReactNode }) => (
  <div className="flex flex-wrap gap-3">
    {children}
    <PreviewButton />
  </div>
);

/** Asks which of two instants is meant, after the server found the time ambiguous. */
function DisambiguationField() {
  const { state } = useFormContext();
  const facts = state.refusal?.reason === "time-twice" ? state.refusal.facts : undefined;
  if (!facts && !state.values.disambiguation) return null;
  return (
    <RadioField
      name="disambiguation"
      label="Which one?"
      choices={[
        {
          value: "earlier",
          label: `The first${facts ? `, ${facts.earlier}` : ""}`,
          hint: "before the clocks go back",
        },
        {
          value: "later",
          label: `The second${facts ? `, ${facts.later}` : ""}`,
          hint: "after the clocks went back",
        },
      ]}
    />
  );
}
