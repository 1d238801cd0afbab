import { ButtonLink } from "./button-link";

type CursorPagerProps = {
  /** What is paged, for those who hear the page. */
  label: string;
  /** Where the list begins; null on its first page. */
  first: string | null;
  /** Where it goes on; null on its last page. */
  next: string | null;
};

/** Links to the first and the next page of a list that is too long to count; nothing when there is only one. */
export function CursorPager({ label, first, next }: CursorPagerProps) {
  if (!first && !next) return null;
  return (
    <nav aria-label={label} className="mt-6 flex items-center justify-between gap-4">
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
