import { ButtonLink } from "./button-link";

type PagerProps = { page: number; more: boolean; hrefOf: (page: number) => string };

/** Links to the previous and the next page; nothing for a single page. */
export function Pager({ page, more, hrefOf }: PagerProps) {
  if (page === 1 && !more) return null;
  return (
    <nav aria-label="Pages" className="mt-8 flex flex-wrap items-center justify-between gap-4">
      <div className="min-w-28">
        {page > 1 && (
          <ButtonLink href={hrefOf(page - 1)} tone="quiet">
            Previous
          </ButtonLink>
        )}
      </div>
      <p className="text-muted">Page {page}</p>
      <div className="flex min-w-28 justify-end">
        {more && (
          <ButtonLink href={hrefOf(page + 1)} tone="quiet">
            Next
          </ButtonLink>
        )}
      </div>
    </nav>
  );
}
