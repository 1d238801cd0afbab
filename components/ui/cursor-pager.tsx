import { ButtonLink } from "./button-link";

type CursorPagerProps = {
  /** The accessible name. */
  label: string;
  /** The link to the first page; null on that page. */
  first: string | null;
  /** The link to the next page; null on the last page. */
  next: string | null;
};

/** Links to the first and the next page of a list with a cursor; nothing for a single page. */
export function CursorPager({ label, first, next }: CursorPagerProps) {
  if (!first && !next) return null;
  return (
    <nav aria-label={label} className="mt-6 flex flex-wrap items-center justify-between gap-4">
      <div>
        {first && (
          <ButtonLink href={first} tone="quiet">
            First
          </ButtonLink>
        )}
      </div>
      {next && (
        <ButtonLink href={next} tone="quiet">
          Next
        </ButtonLink>
      )}
    </nav>
  );
}
