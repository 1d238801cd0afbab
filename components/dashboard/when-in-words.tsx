"use client";

import { useTypedTexts } from "@/components/forms/form-context";
import { useHydrated } from "@/components/ui/use-hydrated";
import { readTypedSchedule, scheduleInWords } from "./typed-schedule";

/** The date and times that are typed, as people say them; with JavaScript alone. */
export function WhenInWords({ timeZones }: { timeZones: string[] }) {
  const isReady = useHydrated();
  const typed = useTypedTexts();
  const now = new Date();
  const schedule = isReady && readTypedSchedule(typed, timeZones, now);
  return (
    <output className="block font-display not-empty:mt-5">
      {schedule && scheduleInWords(schedule, now)}
    </output>
  );
}
