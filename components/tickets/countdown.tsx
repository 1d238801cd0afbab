"use client";

import { useEffect, useState } from "react";
import { formatUntil } from "@/lib/time/format";

type CountdownProps = {
  startsAt: string;
  /** As the server says it. */
  initial: string;
};

/** How long it takes until an event starts; with JavaScript it stays right while the page is open. */
export function Countdown({ startsAt, initial }: CountdownProps) {
  const [text, setText] = useState(initial);
  useEffect(() => {
    const update = () => setText(formatUntil(new Date(startsAt), new Date()));
    update();
    const timer = setInterval(update, 20_000);
    return () => clearInterval(timer);
  }, [startsAt]);
  return text;
}
