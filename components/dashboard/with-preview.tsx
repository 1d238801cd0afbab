"use client";

import { type ReactNode, useId, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { useHydrated } from "@/components/ui/use-hydrated";

type WithPreviewProps = { preview: ReactNode; children: ReactNode };

/**
 * Fields with, beside them, what they become; on narrow screens one of the two. Without JavaScript, the fields alone.
 */
export function WithPreview({ preview, children }: WithPreviewProps) {
  const isReady = useHydrated();
  const heading = useId();
  const box = useRef<HTMLDivElement>(null);
  const [isShown, setIsShown] = useState(false);
  const placeInFields = useRef(0);

  const show = (next: boolean) => {
    if (next === isShown) return;
    if (next) placeInFields.current = window.scrollY;
    // The page has its new height before it is scrolled.
    flushSync(() => setIsShown(next));
    const top = window.scrollY + (box.current?.getBoundingClientRect().top ?? 0);
    window.scrollTo(0, next ? Math.min(top, placeInFields.current) : placeInFields.current);
  };
  const toggle = (name: string, isFor: boolean) => (
    <button
      type="button"
      aria-pressed={isShown === isFor}
      onClick={() => show(isFor)}
      className="min-h-10 cursor-pointer rounded-control border border-transparent px-1 font-display text-muted transition-colors aria-pressed:border-edge aria-pressed:bg-surface aria-pressed:text-ink"
    >
      {name}
    </button>
  );
  return (
    <div ref={box} className="grid grid-cols-1 gap-5 lg:grid-cols-[minmax(0,1fr)_28rem] lg:gap-x-12">
      <div className="sticky top-0 z-10 -mx-4 -mt-3 min-h-18 border-b border-hair bg-page px-4 py-3 sm:mx-0 sm:px-0 lg:hidden noscript:hidden">
        {isReady && (
          <fieldset aria-label="View" className="grid grid-cols-[1fr_1fr] gap-1 rounded-button bg-raised p-1">
            {toggle("Edit", false)}
            {toggle("Preview", true)}
          </fieldset>
        )}
      </div>
      <div className={`grid grid-cols-1 content-start gap-5 ${isShown ? "max-lg:hidden" : ""}`}>
        {children}
      </div>
      {isReady && (
        <div className={`self-start lg:sticky lg:top-6 ${isShown ? "" : "max-lg:hidden"}`}>
          <h2 id={heading} className="mb-1.5 max-lg:sr-only">
            Preview
          </h2>
          <section
            aria-labelledby={heading}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also by the keyboard
            tabIndex={0}
            className="lg:max-h-[calc(100dvh-5rem)] lg:overflow-y-auto lg:rounded-stub lg:border lg:border-hair"
          >
            {preview}
          </section>
        </div>
      )}
    </div>
  );
}
