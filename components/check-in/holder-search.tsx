"use client";

import { PeopleSearch } from "@/components/dashboard/people-search";
import { ActionForm, type Wording } from "@/components/forms/action-form";
import { Confirm } from "@/components/forms/confirm";
import { TextField } from "@/components/forms/field";
import { HiddenFields } from "@/components/forms/hidden-fields";
import { SubmitButton } from "@/components/forms/submit-button";
import { Badge } from "@/components/ui/badge";
import { ListRow } from "@/components/ui/list-row";
import type { FormAction } from "@/lib/actions/form-state";
import type { FoundHolder } from "@/lib/check-in/queries";
import type { Verdict } from "@/lib/check-in/verdict";
import { formatStart } from "@/lib/time/format";
import { verdictWords } from "./verdict-words";

type HolderSearchProps = {
  eventId: string;
  timeZone: string;
  q: string;
  /** Each with a nonce for its form. */
  holders: (FoundHolder & { nonce: string })[];
  checkIn: FormAction;
  undo: FormAction;
};

/** Finds tickets by name or email, and checks them in or undoes that, for organisers. */
export function HolderSearch({ eventId, timeZone, q, holders, checkIn, undo }: HolderSearchProps) {
  const sayVerdict: Wording = {
    text: (facts) => {
      const words = verdictWords(facts as unknown as Verdict, { timeZone, now: new Date() });
      return `${words.word}: ${words.main}. ${words.more}`;
    },
  };
  const refusals = { already: sayVerdict, "not-valid": sayVerdict };
  return (
    <>
      <PeopleSearch action={`/dashboard/events/${eventId}/door#by-name`} label="Search by name" q={q} />
      {q && holders.length === 0 && <p className="text-muted">Nobody with a ticket matches your search.</p>}
      <ul className="divide-y divide-hair">
        {holders.map(({ ticketId, name, email, ending, checkedInAt, door, checkedInNonce, nonce }) => (
          <ListRow
            key={ticketId}
            titleId={`holder-${ticketId}`}
            title={
              <>
                {name} <span className="font-sans text-sm text-muted">…{ending}</span>
              </>
            }
            detail={email}
          >
            {checkedInAt ? (
              <>
                <Badge tone="good">
                  Checked in {formatStart(checkedInAt, timeZone)}, {door}
                </Badge>
                <ActionForm action={undo} className="basis-full">
                  <HiddenFields fields={{ eventId, nonce: checkedInNonce ?? "", q }} />
                  <Confirm label="Undo the check-in" tone="text" describedBy={`holder-${ticketId}`}>
                    <TextField
                      name="reason"
                      label="Reason"
                      hint="Optional."
                      maxLength={200}
                      autoComplete="off"
                    />
                    <SubmitButton tone="quiet" small describedBy={`holder-${ticketId}`}>
                      Undo
                    </SubmitButton>
                  </Confirm>
                </ActionForm>
              </>
            ) : (
              <ActionForm action={checkIn} refusals={refusals} className="grid grid-cols-1 gap-2">
                <HiddenFields fields={{ eventId, ticketId, nonce, q }} />
                <SubmitButton tone="quiet" small describedBy={`holder-${ticketId}`}>
                  Check in
                </SubmitButton>
              </ActionForm>
            )}
          </ListRow>
        ))}
      </ul>
    </>
  );
}
