import { Search } from "lucide-react";
import type { ReactNode } from "react";
import { buttonLook } from "@/components/ui/button-look";
import { inputLook } from "@/components/ui/input-look";

type PeopleSearchProps = {
  /** The address of the list. */
  action: string;
  label: string;
  q: string;
  /** Hidden fields that a search keeps. */
  children?: ReactNode;
};

/** Searches an event's people by name or email. */
export function PeopleSearch({ action, label, q, children }: PeopleSearchProps) {
  return (
    <form action={action} method="get" className="mb-3 flex gap-2">
      {children}
      <input
        type="search"
        name="q"
        defaultValue={q}
        maxLength={100}
        aria-label={label}
        placeholder="Name or email"
        className={`${inputLook} max-w-sm`}
      />
      <button type="submit" className={buttonLook("quiet")}>
        <Search aria-hidden className="size-5" />
        <span className="sr-only">Search</span>
      </button>
    </form>
  );
}
