"use client";

import { useEffect, useState } from "react";
import { formatEventTime } from "@/lib/time/format";

type LocalTimeProps = {
  startsAt: string;
  endsAt: string;
  /** The date that the page shows already, in the event's zone. */
  date: string;
  /** How far the event's clocks are ahead of UTC, in minutes, when it starts and when it ends. */
  utcOffsets: [number, number];
};

/**
 * The viewer's own time, where their clock shows another than the event's; the date too where that differs.
 * Its line is there for everybody, as what appears in it must move nothing.
 */
export function LocalTime({ startsAt, endsAt, date, utcOffsets }: LocalTimeProps) {
  const [text, setText] = useState<string>();
  const [offsetAtStart, offsetAtEnd] = utcOffsets;
  useEffect(() => {
    const [start, end] = [new Date(startsAt), new Date(endsAt)];
    // Most people's clocks agree, and are spared the formatters, which take a slow phone a tenth of a second.
    if (start.getTimezoneOffset() === -offsetAtStart && end.getTimezoneOffset() === -offsetAtEnd) return;
    return whenIdle(() => {
      const here = formatEventTime(start, end, Intl.DateTimeFormat().resolvedOptions().timeZone);
      const day = here.date === date ? "" : `${here.date}, `;
      setText(`For you: ${day}${here.time} ${here.zone}`);
    });
  }, [startsAt, endsAt, date, offsetAtStart, offsetAtEnd]);
  return <p className="min-h-5 text-sm text-muted">{text}</p>;
}

/** Runs something once the browser has nothing better to do; returns how to call it off. */
function whenIdle(work: () => void): () => void {
  if (!window.requestIdleCallback) {
    const timer = setTimeout(work);
    return () => clearTimeout(timer);
  }
  const asked = requestIdleCallback(work);
  return () => cancelIdleCallback(asked);
}
