"use client";

import { ActionForm, type Wording } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/forms/submit-button";
import type { FormAction } from "@/lib/actions/form-state";
import type { HeldCheckIn } from "@/lib/check-in/queries";
import { formatStart } from "@/lib/time/format";

const reasons: Record<HeldCheckIn["because"], string> = {
  "already-checked-in": "Another door had checked this ticket in. Somebody came in with it twice.",
  void: "The ticket is void.",
  "pass-ended": "The pass of the door has ended.",
  "too-early-or-late": "It was outside the usual time.",
};

const refusals: Record<string, Wording> = {
  "already-checked-in": { text: "This ticket is checked in already, so this one cannot count as well." },
  void: { text: "This ticket is void, so it cannot be checked in." },
};

type HeldListProps = { eventId: string; timeZone: string; held: HeldCheckIn[]; settle: FormAction };

/** What doors without a network admitted and should not have, for the organisers to decide. */
export function HeldList({ eventId, timeZone, held, settle }: HeldListProps) {
  return (
    <ul className="divide-y divide-hair">
      {held.map(({ id, name, ending, door, at, because }) => (
        <li key={id} className="grid grid-cols-1 gap-2 py-4">
          <p id={`held-${id}`} className="font-display wrap-anywhere">
            {name} <span className="font-sans text-sm text-muted">…{ending}</span>
          </p>
          <p className="text-sm text-muted wrap-anywhere">
            {formatStart(at, timeZone)}, {door}
          </p>
          <p>{reasons[because]}</p>
          <ActionForm action={settle} refusals={refusals} className="flex flex-wrap gap-3">
            <input type="hidden" name="eventId" value={eventId} />
            <input type="hidden" name="checkInId" value={id} />
            {(because === "pass-ended" || because === "too-early-or-late") && (
              <SubmitButton tone="quiet" small intent="accept" describedBy={`held-${id}`}>
                Count it
              </SubmitButton>
            )}
            <SubmitButton tone="quiet" small intent="dismiss" describedBy={`held-${id}`}>
              Dismiss
            </SubmitButton>
          </ActionForm>
        </li>
      ))}
    </ul>
  );
}
