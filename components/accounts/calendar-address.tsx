import { ButtonLink } from "@/components/ui/button-link";
import { CopyButton } from "@/components/ui/copy-button";
import { inputLook } from "@/components/ui/input-look";
import type { FormAction } from "@/lib/actions/form-state";
import { webcal } from "@/lib/calendar/webcal";
import { ButtonForm } from "./button-form";

/** The address of the private calendar, and the ways to use and to renew it. */
export function CalendarAddress({ address, renew }: { address: string; renew: FormAction }) {
  return (
    <div className="grid grid-cols-1 gap-4">
      <p id="calendar-hint" className="text-muted">
        Shows your tickets in your own calendar and follows every change. Whoever has the address can see your
        events, so keep it to yourself.
      </p>
      <label className="grid grid-cols-1 gap-1.5 font-display">
        Calendar address
        <input type="url" readOnly value={address} aria-describedby="calendar-hint" className={inputLook} />
      </label>
      <div className="flex flex-wrap gap-3">
        <ButtonLink href={webcal(address)} tone="quiet">
          Subscribe
        </ButtonLink>
        <CopyButton text={address} />
      </div>
      <div className="grid grid-cols-1 gap-3 border-t border-hair pt-4">
        <p className="text-sm text-muted">
          If somebody else has the address, renew it. The old one stops working, also in your own calendars.
        </p>
        <ButtonForm action={renew} label="Renew address" />
      </div>
    </div>
  );
}
