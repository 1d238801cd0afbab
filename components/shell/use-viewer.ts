"use client";

import { useEffect, useState } from "react";

/** The response of `/api/viewer`; null for signed-out visitors. */
export type ViewerAnswer = {
  id: string;
  name: string;
  role: "attendee" | "organiser";
  /** Whether they organise any event. */
  organises: boolean;
  /** On an event's page: their ticket, whether they organise the event, and until when they wait for a ticket. */
  event?: { ticketId: string | null; manages: boolean; waitingUntil: string | null };
} | null;

/** Scripts cannot read the session cookie, only this one, which lib/auth/session-cookie.ts names. */
export const mayBeSignedIn = () => {
  const prefix = location.protocol === "https:" ? "__Host-" : "";
  return document.cookie.split("; ").some((cookie) => cookie.startsWith(`${prefix}evento.signed-in=`));
};

// The islands of a page share one request.
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

/** The viewer; null when signed out or on errors, undefined until known, and if `skip` is set. */
export function useViewer({ skip = false } = {}): ViewerAnswer | undefined {
  const [viewer, setViewer] = useState<ViewerAnswer>();
  useEffect(() => {
    if (skip) return;
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
  }, [skip]);
  return viewer;
}
