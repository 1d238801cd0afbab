"use client";

import { useEffect, useState } from "react";
import { formatEventTime } from "@/lib/time/format";

type LocalTimeProps = { startsAt: string; endsAt: string; timeZone: string };

/**
 * The viewer's own time, where their clock shows another than the event's; the date too where that differs.
 * Its line is there for everybody, as what appears in it must move nothing.
 */
export function LocalTime({ startsAt, endsAt, timeZone }: LocalTimeProps) {
  const [text, setText] = useState<string>();
  useEffect(() => {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const show = (zone: string) => formatEventTime(new Date(startsAt), new Date(endsAt), zone);
    const [here, there] = [show(own), show(timeZone)];
    if (here.date === there.date && here.time === there.time) return;
    const date = here.date === there.date ? "" : `${here.date}, `;
    setText(`For you: ${date}${here.time} ${here.zone}`);
  }, [startsAt, endsAt, timeZone]);
  return <p className="min-h-5 text-sm text-muted">{text}</p>;
}
