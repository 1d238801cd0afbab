import { ButtonLink } from "@/components/ui/button-link";

/** For missing pages and those of other people; the page must also set the status 404. */
export function NotFound() {
  return (
    <div className="mx-auto max-w-reading py-16 text-center">
      <title>Not found · Evento</title>
      <p className="font-semibold text-brand">404</p>
      <h1 className="mt-2 text-3xl font-bold tracking-tight">Page not found</h1>
      <p className="mt-3 mb-8 text-muted">
        This page doesn’t exist, or you don’t have access to it. Check the address, or sign in with another
        account.
      </p>
      <ButtonLink href="/">See upcoming events</ButtonLink>
    </div>
  );
}
