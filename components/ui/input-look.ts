/** CSS classes of text fields. */
export const inputLook =
  "min-h-12 w-full min-w-0 rounded-control border border-edge bg-surface px-3 font-sans text-base text-ink placeholder:text-muted";
