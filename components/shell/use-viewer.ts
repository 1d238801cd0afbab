"use client";

import { useEffect, useState } from "react";

/** What `/api/viewer` tells the islands of a page that is the same for everyone; null when signed out. */
export type ViewerAnswer = {
  name: string;
  role: "attendee" | "organiser";
  /** Whether the dashboard has something for them. */
  organises: boolean;
  /** On an event's page: what they have to do with it. */
  event?: { ticketId: string | null; manages: boolean };
} | null;

// Scripts cannot see the session's cookie; this one tells that there is something to ask about.
const mayBeSignedIn = () => /(^|; )evento\.signed-in=/.test(document.cookie);

// The islands of a page ask at the same moment; they share one request.
let latest: { address: string; at: number; answer: Promise<ViewerAnswer> } | undefined;

function fetchViewer(address: string): Promise<ViewerAnswer> {
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

/** The viewer; null when signed out (or when the server cannot say), undefined until known. */
export function useViewer(): ViewerAnswer | undefined {
  const [viewer, setViewer] = useState<ViewerAnswer>();
  useEffect(() => {
    if (!mayBeSignedIn()) return setViewer(null);
    let current = true;
    const event = /^\/events\/([^/]+)$/.exec(location.pathname)?.[1];
    fetchViewer(event ? `/api/viewer?event=${encodeURIComponent(event)}` : "/api/viewer").then(
      (answer) => current && setViewer(answer),
      () => current && setViewer(null),
    );
    return () => {
      current = false;
    };
  }, []);
  return viewer;
}
