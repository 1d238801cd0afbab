"use client";

import { ActionForm, type Wording } from "@/components/forms/action-form";
import { TextField } from "@/components/forms/field";
import { SubmitButton } from "@/components/forms/submit-button";
import { CopyButton } from "@/components/ui/copy-button";
import { inputLook } from "@/components/ui/input-look";
import type { FormAction } from "@/lib/actions/form-state";
import { mostPasses } from "@/lib/check-in/limits";

type Pass = {
  id: string;
  door: string;
  /** Its whole address; null once it is withdrawn. */
  address: string | null;
};

type DoorPassListProps = { eventId: string; passes: Pass[]; withdraw: FormAction };

/** The door passes of an event, each with its link. */
export function DoorPassList({ eventId, passes, withdraw }: DoorPassListProps) {
  return (
    <ul className="mb-5 divide-y divide-hair">
      {passes.map(({ id, door, address }) => (
        <li key={id} className="grid grid-cols-1 gap-3 py-4">
          <p id={`pass-${id}`} className={`font-display wrap-anywhere ${address ? "" : "text-muted"}`}>
            {door} {!address && "(withdrawn)"}
          </p>
          {address && (
            <>
              <input
                type="url"
                readOnly
                value={address}
                aria-label={`Link of the pass for ${door}`}
                className={inputLook}
              />
              <div className="flex flex-wrap gap-3">
                <CopyButton text={address} />
                <ActionForm action={withdraw} className="grid grid-cols-1">
                  <input type="hidden" name="eventId" value={eventId} />
                  <input type="hidden" name="passId" value={id} />
                  <SubmitButton tone="danger" describedBy={`pass-${id}`}>
                    Withdraw
                  </SubmitButton>
                </ActionForm>
              </div>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

const refusals: Record<string, Wording> = {
  cancelled: { text: "This event is cancelled, so it has no door." },
  ended: { text: "This event is over, so its door is closed." },
  "too-many": {
    text: `This event has ${mostPasses} door passes. Withdraw one that nobody uses, then make this one.`,
  },
};

export function MakePassForm({ action, eventId }: { action: FormAction; eventId: string }) {
  return (
    <ActionForm action={action} refusals={refusals} className="grid grid-cols-1 gap-3">
      <input type="hidden" name="eventId" value={eventId} />
      <TextField
        name="door"
        label="Door"
        hint="Such as North entrance. Whoever has the link of its pass can check tickets in there, without an account, until 12 hours after the event."
        required
        maxLength={60}
        autoComplete="off"
        missing="Enter a name for the door."
      />
      <div>
        <SubmitButton tone="quiet">Make a door pass</SubmitButton>
      </div>
    </ActionForm>
  );
}
