import { Ticket } from "lucide-react";
import type { ReactNode } from "react";

type ShellProps = {
  /** Where the header names the viewer: known on the server, or an island on pages that are alike for all. */
  account: ReactNode;
  children: ReactNode;
};

const places = [
  { href: "/", label: "Events" },
  { href: "/tickets", label: "My tickets" },
  { href: "/dashboard", label: "Dashboard" },
];

/** What surrounds every page: the header, one `main`, the footer. */
export function Shell({ account, children }: ShellProps) {
  return (
    <>
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-10 focus:rounded-control focus:bg-surface focus:px-4 focus:py-2"
      >
        Skip to content
      </a>
      <header className="border-b border-line bg-surface">
        <div className="mx-auto flex max-w-page flex-wrap items-center gap-x-6 px-4 sm:flex-nowrap sm:px-6">
          <a href="/" className="flex min-h-14 items-center gap-2 text-lg font-bold tracking-tight">
            <Ticket aria-hidden className="size-6 -rotate-12 text-brand" />
            Evento
          </a>
          <nav
            aria-label="Main"
            className="order-last -mx-3 flex basis-full sm:order-none sm:mx-0 sm:basis-auto"
          >
            {places.map((place) => (
              <HeaderLink key={place.href} href={place.href}>
                {place.label}
              </HeaderLink>
            ))}
          </nav>
          {/* All the room there is, so that nothing moves when a name comes. */}
          <div className="-mr-3 flex min-w-24 flex-1 justify-end">{account}</div>
        </div>
      </header>
      <main id="content" className="mx-auto w-full max-w-page flex-1 px-4 py-8 sm:px-6 sm:py-10">
        {children}
      </main>
      <footer className="border-t border-line">
        <p className="mx-auto max-w-page px-4 py-6 text-sm text-muted sm:px-6">
          Evento · one ticket each, for events that people run themselves.
        </p>
      </footer>
    </>
  );
}

export function HeaderLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a
      href={href}
      className="flex min-h-11 min-w-0 items-center rounded-control px-3 font-medium text-muted hover:bg-raised hover:text-ink"
    >
      {children}
    </a>
  );
}
