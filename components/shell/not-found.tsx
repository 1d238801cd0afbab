import { ButtonLink } from "@/components/ui/button-link";

/** What stands at an address that leads nowhere, or to something of another person; set status 404 with it. */
export function NotFound() {
  return (
    <div className="mx-auto max-w-reading py-16 text-center">
      <title>Not found · Evento</title>
      <p className="font-semibold text-brand">404</p>
      <h1 className="mt-2 text-3xl font-bold tracking-tight">There is nothing here</h1>
      <p className="mt-3 mb-8 text-muted">
        The address may be mistyped, or what was here is gone or not yours to see. If you followed a link,
        check that it is whole, and that you are signed in with the right account.
      </p>
      <ButtonLink href="/">See upcoming events</ButtonLink>
    </div>
  );
}
