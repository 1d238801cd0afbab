import { CircleUserRound } from "lucide-react";
import { HeaderLink } from "./shell";

/** Leads a signed-in viewer, by name, to the account page. */
export function AccountLink({ name }: { name: string }) {
  return (
    <HeaderLink href="/account">
      <CircleUserRound aria-hidden className="mr-2 size-5 shrink-0" />
      <span className="sr-only">Account of </span>
      <span className="max-w-32 truncate">{name}</span>
    </HeaderLink>
  );
}
