/** A choice among several as a link, filled where one is. */
export const chipLook =
  "flex min-h-11 cursor-pointer items-center rounded-full border border-edge px-4 font-display text-sm whitespace-nowrap hover:bg-raised aria-[current]:border-ink aria-[current]:bg-ink aria-[current]:text-page";
