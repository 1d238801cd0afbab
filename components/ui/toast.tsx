"use client";

import { X } from "lucide-react";
import { useEffect, useState } from "react";
import { useHydrated } from "./use-hydrated";

/**
 * Says what was done, at the upper edge of the window, until it is closed; screen readers say it politely. The
 * address names it by `done`, which is taken out of it, so that a reload does not say it again.
 */
export function Toast({ children }: { children: string }) {
  const hydrated = useHydrated();
  const [closed, setClosed] = useState(false);
  useEffect(() => {
    const url = new URL(location.href);
    url.searchParams.delete("done");
    history.replaceState(history.state, "", url);
  }, []);
  if (closed) return null;
  return (
    <div className="sticky top-3 z-20 mb-6 flex max-w-reading items-center gap-2 rounded-button bg-ink py-1 pr-1 pl-5 text-page motion-safe:animate-toast print:hidden">
      <p role="status" className="grow py-2">
        {/* A status is announced when it changes, not when it comes with the page. */}
        <span key={String(hydrated)}>{children}</span>
      </p>
      <button
        type="button"
        onClick={() => setClosed(true)}
        className={`grid size-11 place-items-center rounded-button ${hydrated ? "" : "hidden"}`}
      >
        <X aria-hidden className="size-5" />
        <span className="sr-only">Close</span>
      </button>
    </div>
  );
}
