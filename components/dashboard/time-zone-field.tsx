"use client";

import { useId } from "react";
import { TextField } from "@/components/forms/field";
import { findTimeZone } from "@/lib/time/wall-time";

/** A time zone by its name or its city. The browser searches the list; a name may be typed without it too. */
export function TimeZoneField({ timeZones }: { timeZones: string[] }) {
  const id = useId();
  return (
    <>
      <TextField
        name="timeZone"
        label="Time zone"
        hint="Type a city, such as Paris or New York, or choose from the list."
        list={id}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        required
        maxLength={64}
        missing="Choose a time zone."
        // Browsers list only what matches the text that is there.
        onFocus={(event) => event.currentTarget.select()}
        onInput={({ currentTarget: field }) =>
          field.setCustomValidity(
            findTimeZone(field.value, timeZones) ? "" : "Choose a time zone from the list.",
          )
        }
      />
      <datalist id={id}>
        {timeZones.map((name) => (
          <option key={name} value={name} label={name.replaceAll("_", " ")} />
        ))}
      </datalist>
    </>
  );
}
