"use client";

import { Search } from "lucide-react";
import Form from "next/form";
import { type ChangeEvent, useEffect, useRef, useState } from "react";
import { buttonLook } from "@/components/ui/button-look";
import { inputLook } from "@/components/ui/input-look";

type SearchFieldProps = {
  q: string;
  /** The filters that a search keeps. */
  filters: { from?: string; to?: string; month?: string };
};

/** Long enough that a quick typist searches once, in ms. */
const pause = 250;

/** Searches the public list: while somebody types, or without JavaScript when the form is sent. */
export function SearchField({ q, filters }: SearchFieldProps) {
  const form = useRef<HTMLFormElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [isEmpty, setIsEmpty] = useState(false);
  useEffect(() => () => clearTimeout(timer.current), []);

  const search = ({ target: { value } }: ChangeEvent<HTMLInputElement>) => {
    setIsEmpty(value.trim() === "");
    clearTimeout(timer.current);
    timer.current = setTimeout(() => form.current?.requestSubmit(), pause);
  };

  return (
    <Form ref={form} action="/" replace scroll={false} prefetch={false} className="flex gap-2">
      {Object.entries(filters).map(
        ([name, value]) => value && <input key={name} type="hidden" name={name} value={value} />,
      )}
      <input
        type="search"
        // Without a name it leaves no empty part in the address.
        name={isEmpty ? undefined : "q"}
        defaultValue={q}
        maxLength={100}
        onChange={search}
        aria-label="Search"
        placeholder="Search name or place"
        className={inputLook}
      />
      <button type="submit" className={buttonLook("quiet")}>
        <Search aria-hidden className="size-5" />
        <span className="sr-only">Search</span>
      </button>
    </Form>
  );
}
