"use client";

import { useEffect } from "react";
import { useHydrated } from "@/components/ui/use-hydrated";

type OfflineTicketsProps = {
  /** The id of the holder's account: copies of somebody else's tickets are deleted. */
  owner: string;
  /** The pages to cache, as paths. */
  addresses: string[];
};

/** Caches pages of tickets for when there is no network; see public/service-worker.js. */
export function OfflineTickets({ owner, addresses }: OfflineTicketsProps) {
  const list = addresses.join(" ");
  useEffect(() => {
    if (!("serviceWorker" in navigator)) return;
    navigator.serviceWorker.register("/service-worker.js").catch(() => {});
    navigator.serviceWorker.ready.then(({ active }) =>
      active?.postMessage({ owner, addresses: list.split(" ") }),
    );
  }, [owner, list]);
  return null;
}

/** Says of a cached copy when it was saved; empty on the page itself. The service worker caches pages that have it. */
export function SavedNote() {
  const isReady = useHydrated();
  const savedAt = isReady && document.documentElement.dataset.saved;
  return (
    <p
      data-saved-note
      role="status"
      className="mb-3 rounded-control bg-raised px-4 py-2 text-sm empty:hidden print:hidden"
    >
      {savedAt && `Saved ${savedAt}. You are offline, so this may have changed.`}
    </p>
  );
}
