"use client";

import { useEffect, useState } from "react";
import { formatEventTime } from "@/lib/time/format";

type LocalTimeProps = {
  startsAt: string;
  endsAt: string;
  /** The date in the event's zone, as on the page. */
  date: string;
  /** The event's offsets from UTC in minutes, at its start and at its end. */
  utcOffsets: [number, number];
};

/** The event's time in the viewer's zone, at the end of a line, if it differs; with the date, if that differs too. */
export function LocalTime({ startsAt, endsAt, date, utcOffsets }: LocalTimeProps) {
  const [text, setText] = useState<string>();
  const [offsetAtStart, offsetAtEnd] = utcOffsets;
  useEffect(() => {
    const [start, end] = [new Date(startsAt), new Date(endsAt)];
    // Most viewers are in the event's zone, and the formatters take a tenth of a second on a slow phone.
    if (start.getTimezoneOffset() === -offsetAtStart && end.getTimezoneOffset() === -offsetAtEnd) return;
    return whenIdle(() => {
      const here = formatEventTime(start, end, Intl.DateTimeFormat().resolvedOptions().timeZone);
      const day = here.date === date ? "" : `${here.date}, `;
      setText(` · For you: ${day}${here.time} ${here.zone}`);
    });
  }, [startsAt, endsAt, date, offsetAtStart, offsetAtEnd]);
  return text;
}

/** Runs `work` when the browser is idle; returns a function that cancels it. */
function whenIdle(work: () => void): () => void {
  if (!window.requestIdleCallback) {
    const timer = setTimeout(work);
    return () => clearTimeout(timer);
  }
  const asked = requestIdleCallback(work);
  return () => cancelIdleCallback(asked);
}
