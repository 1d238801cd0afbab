"use client";

import { ActionForm, type Wording } from "@/components/forms/action-form";
import { SelectField, TextArea, TextField } from "@/components/forms/field";
import { useFormContext } from "@/components/forms/form-context";
import { limitedFor } from "@/components/forms/limited-for";
import { SubmitButton } from "@/components/forms/submit-button";
import { Badge } from "@/components/ui/badge";
import type { FormAction } from "@/lib/actions/form-state";
import type { Audience } from "@/lib/mail/audiences";
import { paragraphsOf } from "@/lib/mail/paragraphs";
import { audienceNames, countedAudience } from "./audience-words";

const refusals: Record<string, Wording> = {
  nobody: { field: "audience", text: "Nobody would get this message now. Choose other people." },
  cancelled: { text: "This event is cancelled, so nobody has a valid ticket any more." },
  limited: limitedFor(
    "Three messages about this event were sent within a day. What you typed is still here.",
  ),
};

/** What the mail says of the event. */
type EventLines = { name: string; host: string; location: string; when: string };

type MessageFormProps = {
  action: FormAction;
  eventId: string;
  messageId: string;
  /** How many people there are. */
  people: Record<Audience, number>;
  event: EventLines;
};

const choices = Object.entries(audienceNames).map(([value, label]) => ({ value, label }));

/** Writes a message to the people of an event: first a preview, then the button that sends it. */
export function MessageForm({ action, eventId, messageId, people, event }: MessageFormProps) {
  return (
    <ActionForm action={action} values={{ messageId, audience: "holders" }} refusals={refusals} guarded>
      <input type="hidden" name="eventId" value={eventId} />
      <MessageId />
      <SelectField
        name="audience"
        label="To"
        hint="Everyone who is among them when it is sent gets their own email."
        choices={choices}
      />
      <TextField name="subject" label="Subject" required maxLength={120} missing="Enter a subject." />
      <TextArea
        name="body"
        label="Message"
        hint="Plain text. Leave an empty line between paragraphs. At most three messages a day."
        rows={10}
        required
        maxLength={5_000}
        missing="Enter a message."
      />
      <Steps people={people} event={event} />
    </ActionForm>
  );
}

function MessageId() {
  const { state } = useFormContext();
  return <input type="hidden" name="messageId" value={state.values.messageId} />;
}

type StepsProps = Pick<MessageFormProps, "people" | "event">;

/** The buttons, with the preview between them once there is one of what the fields contain. */
function Steps({ people, event }: StepsProps) {
  const { state, typed } = useFormContext();
  const { intent, audience, subject = "", body = "" } = state.values;
  const isPreviewed =
    intent === "preview" && !state.refusal && Object.keys(state.errors).length === 0 && !typed;
  return (
    <>
      <div>
        <SubmitButton intent="preview" tone={isPreviewed ? "quiet" : "primary"}>
          Preview
        </SubmitButton>
      </div>
      {isPreviewed && (
        <>
          <Preview audience={audience as Audience} {...{ subject, body, people, event }} />
          <div>
            <SubmitButton intent="send">Send message</SubmitButton>
          </div>
        </>
      )}
    </>
  );
}

type PreviewProps = StepsProps & { audience: Audience; subject: string; body: string };

/** The mail as it will be. */
function Preview({ audience, subject, body, people, event }: PreviewProps) {
  return (
    <section
      aria-label="Preview"
      tabIndex={-1}
      data-form-notice
      className="grid grid-cols-1 gap-5 rounded-control border border-dashed border-edge p-5 wrap-anywhere"
    >
      <p aria-hidden className="text-sm font-display text-muted">
        Preview
      </p>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 border-b border-hair pb-5">
        <dt className="text-muted">To</dt>
        <dd>{countedAudience(audience, people[audience])}</dd>
        <dt className="text-muted">Subject</dt>
        <dd className="font-display">{subject.trim()}</dd>
      </dl>
      <div>
        <Badge tone="ink">Message from the organisers</Badge>
        <p className="mt-2 font-display text-xl">{event.name}</p>
        <p className="text-sm text-muted">Hosted by {event.host}</p>
        <p className="mt-2">{event.when}</p>
        <p>{event.location}</p>
      </div>
      <div className="grid grid-cols-1 gap-4 border-t border-hair pt-5">
        <p>
          Hello <span className="text-muted">(name)</span>,
        </p>
        {paragraphsOf(body).map((paragraph, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: paragraphs never move
          <p key={place} dir="auto" className="whitespace-pre-line">
            {paragraph}
          </p>
        ))}
        <p className="text-sm text-muted">The organisers of this event wrote this message.</p>
      </div>
    </section>
  );
}
