"use client";

import { usePathname } from "next/navigation";
import { useEffect, useState } from "react";

/** What `/api/viewer` tells a page that is the same for everybody about who looks at it. */
export type ViewerAnswer = {
  name: string;
  class: "attendee" | "organiser";
  /** Present on an event's page. */
  event?: { ticketId: string | null; manages: boolean };
} | null;

// Several islands of one page ask at the same moment; they share one request.
let latest: { address: string; at: number; answer: Promise<ViewerAnswer> } | undefined;

function ask(address: string): Promise<ViewerAnswer> {
  const at = performance.now();
  if (!latest || latest.address !== address || at - latest.at > 100) {
    const answer = fetch(address).then((response) => {
      if (!response.ok) throw new Error(`viewer: ${response.status}`);
      return response.json() as Promise<ViewerAnswer>;
    });
    latest = { address, at, answer };
  }
  return latest.answer;
}

/** The viewer; null when signed out, undefined until known (and when the server cannot say). */
export function useViewer(): ViewerAnswer | undefined {
  const path = usePathname();
  const [viewer, setViewer] = useState<ViewerAnswer>();
  useEffect(() => {
    let current = true;
    const event = /^\/events\/([^/]+)$/.exec(path)?.[1];
    ask(event ? `/api/viewer?event=${encodeURIComponent(event)}` : "/api/viewer").then(
      (answer) => current && setViewer(answer),
      () => current && setViewer(undefined),
    );
    return () => {
      current = false;
    };
  }, [path]);
  return viewer;
}
