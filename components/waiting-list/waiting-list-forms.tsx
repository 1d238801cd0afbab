"use client";

import { ActionForm, type Wording } from "@/components/forms/action-form";
import { SelectField } from "@/components/forms/field";
import { limitedFor } from "@/components/forms/limited-for";
import { SubmitButton } from "@/components/forms/submit-button";
import type { FormAction } from "@/lib/actions/form-state";
import type { UntilChoice } from "@/lib/waiting-list/until";

const choiceTexts: Record<UntilChoice, string> = {
  start: "the event starts",
  "2h": "2 hours before it starts",
  "24h": "24 hours before it starts",
};

const refusals: Record<string, Wording> = {
  "attendees-only": { text: "Tickets are for attendee accounts, and yours is an organiser account." },
  cancelled: { text: "This event has been cancelled." },
  started: { text: "This event has started. Its waiting list is closed." },
  excluded: {
    text: "An organiser of this event took your ticket back. Ask them if you would like to come after all.",
  },
  "not-full": { text: "There is space again. Reload this page to request a ticket." },
  "until-passed": { field: "until", text: "That time has passed. Choose a later one." },
  limited: limitedFor("You have joined many waiting lists."),
};

type JoinProps = {
  action: FormAction;
  eventId: string;
  /** Those that have not passed. */
  choices: UntilChoice[];
};

/** Joins the waiting list of a full event, until a time that one chooses. */
export function JoinWaitingListForm({ action, eventId, choices }: JoinProps) {
  return (
    <ActionForm
      action={action}
      refusals={refusals}
      values={{ until: choices.includes("2h") ? "2h" : "start" }}
      className="grid w-full grid-cols-1 gap-3"
    >
      <input type="hidden" name="eventId" value={eventId} />
      <SelectField
        name="until"
        label="Until"
        hint="If a space becomes free by then, you get a ticket at once."
        choices={choices.map((value) => ({ value, label: choiceTexts[value] }))}
      />
      <SubmitButton id="join">Join the waiting list</SubmitButton>
    </ActionForm>
  );
}

/** Leaves the waiting list of an event; `describedBy` names the event, where there are several. */
export function LeaveWaitingListForm({
  action,
  eventId,
  describedBy,
  small,
}: {
  action: FormAction;
  eventId: string;
  describedBy?: string;
  small?: boolean;
}) {
  return (
    <ActionForm action={action} className="grid grid-cols-1 justify-items-start gap-3">
      <input type="hidden" name="eventId" value={eventId} />
      <SubmitButton tone="quiet" small={small} describedBy={describedBy}>
        Leave the waiting list
      </SubmitButton>
    </ActionForm>
  );
}
