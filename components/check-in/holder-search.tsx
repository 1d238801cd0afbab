"use client";

import { Search } from "lucide-react";
import { ActionForm, type Wording } from "@/components/forms/action-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { Badge } from "@/components/ui/badge";
import { buttonLook } from "@/components/ui/button-look";
import { inputLook } from "@/components/ui/input-look";
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
};

/** Finds tickets by name or email and checks them in, for organisers. */
export function HolderSearch({ eventId, timeZone, q, holders, checkIn }: HolderSearchProps) {
  const sayVerdict: Wording = {
    text: (facts) => {
      const words = verdictWords(facts as unknown as Verdict, { timeZone, now: new Date() });
      return `${words.word}: ${words.main}. ${words.more}`;
    },
  };
  const refusals = { already: sayVerdict, "not-valid": sayVerdict };
  return (
    <>
      <form action={`/dashboard/events/${eventId}/door#by-name`} method="get" className="mb-4 flex gap-2">
        <input
          type="search"
          name="q"
          defaultValue={q}
          maxLength={100}
          aria-label="Search by name"
          placeholder="Name or email"
          className={`${inputLook} max-w-sm`}
        />
        <button type="submit" className={buttonLook("quiet")}>
          <Search aria-hidden className="size-5" />
          <span className="sr-only">Search</span>
        </button>
      </form>
      {q && holders.length === 0 && <p className="text-muted">Nobody with a ticket matches your search.</p>}
      <ul className="divide-y divide-hair">
        {holders.map(({ ticketId, name, email, ending, checkedInAt, door, nonce }) => (
          <li key={ticketId} className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-3">
            <div className="min-w-0">
              <p id={`holder-${ticketId}`} className="font-display wrap-anywhere">
                {name} <span className="font-sans text-sm text-muted">…{ending}</span>
              </p>
              <p className="text-sm text-muted wrap-anywhere">{email}</p>
            </div>
            {checkedInAt ? (
              <Badge tone="good">
                Checked in {formatStart(checkedInAt, timeZone)}, {door}
              </Badge>
            ) : (
              <ActionForm action={checkIn} refusals={refusals} className="grid grid-cols-1 gap-2">
                {Object.entries({ eventId, ticketId, nonce, q }).map(([field, value]) => (
                  <input key={field} type="hidden" name={field} value={value} />
                ))}
                <SubmitButton tone="quiet" small describedBy={`holder-${ticketId}`}>
                  Check in
                </SubmitButton>
              </ActionForm>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
