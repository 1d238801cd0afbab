import { ButtonLink } from "@/components/ui/button-link";
import { buttonLook } from "@/components/ui/button-look";
import { inputLook } from "@/components/ui/input-look";

/** For missing pages and those of other people; the page must also set the status 404. */
export function NotFound() {
  return (
    <div className="mx-auto max-w-reading py-10 sm:py-16">
      <h1 className="text-2xl tracking-[-0.02em] sm:text-3xl">Page not found</h1>
      <p className="mt-3 text-muted">
        This page doesn’t exist, or you don’t have access to it. Check the address, or sign in with another
        account.
      </p>
      <form action="/" method="get" className="mt-6 flex gap-2">
        <input
          type="search"
          name="q"
          maxLength={100}
          aria-label="Search events"
          placeholder="Search name or place"
          className={inputLook}
        />
        <button type="submit" className={buttonLook("primary")}>
          Search
        </button>
      </form>
      <p className="mt-6 flex flex-wrap gap-3">
        <ButtonLink href="/" tone="quiet">
          See what’s on
        </ButtonLink>
        <ButtonLink href="/tickets" tone="quiet">
          My tickets
        </ButtonLink>
      </p>
    </div>
  );
}
