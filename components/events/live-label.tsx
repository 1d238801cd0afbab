"use client";

import { useEffect, useState } from "react";
import type { AvailabilityLabel } from "@/lib/availability/availability";
import { AvailabilityBadge } from "./availability-badge";

/** How often a visible page asks for its label, in ms. */
const interval = 60_000;

/**
 * The label of an event's page, which stays right while the page is open: it is read from the page itself, which the
 * server has in memory.
 */
export function LiveLabel({ label: initial }: { label: AvailabilityLabel | null }) {
  const [label, setLabel] = useState(initial);
  useEffect(() => {
    const update = async () => {
      if (document.visibilityState !== "visible") return;
      const answer = await fetch(location.pathname).catch(() => null);
      if (!answer?.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const found = page.querySelector<HTMLElement>("[data-label]");
      if (found) setLabel(JSON.parse(found.dataset.label ?? "null"));
    };
    const timer = setInterval(update, interval);
    document.addEventListener("visibilitychange", update);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", update);
    };
  }, []);
  return (
    <span data-label={JSON.stringify(label)} aria-live="polite" className="inline-flex">
      <AvailabilityBadge label={label} />
    </span>
  );
}
