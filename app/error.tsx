"use client";

import { buttonLook } from "@/components/ui/button-look";

/** Replaces a page that failed after its first bytes were sent. */
export default function ErrorPage() {
  return (
    <div className="mx-auto max-w-reading px-4 py-16 text-center">
      <h1 className="text-3xl tracking-[-0.02em]">Something went wrong</h1>
      <p className="mt-3 mb-8 text-muted">Nothing was changed. Reload the page, or try again later.</p>
      <button type="button" onClick={() => window.location.reload()} className={buttonLook("primary")}>
        Reload page
      </button>
    </div>
  );
}
