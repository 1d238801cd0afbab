import { Ticket } from "lucide-react";
import type { ReactNode } from "react";

type ShellProps = {
  /** `Nav` with the viewer, or `NavIsland` on pages that are the same for everyone. */
  nav: ReactNode;
  children: ReactNode;
};

const footerLinks = [
  { href: "/tickets", label: "My tickets" },
  { href: "/dashboard", label: "Dashboard" },
  { href: "/account", label: "Account" },
];

/** The header, `main` and footer of every page. */
export function Shell({ nav, children }: ShellProps) {
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
          {nav}
        </div>
      </header>
      <main id="content" className="mx-auto w-full max-w-page flex-1 px-4 py-8 sm:px-6 sm:py-10">
        {children}
      </main>
      <footer className="border-t border-line">
        <div className="mx-auto flex max-w-page flex-wrap gap-x-6 gap-y-2 px-4 py-6 text-sm text-muted sm:px-6">
          <p>Evento · one ticket each, for events that people run themselves.</p>
          {/* Without JavaScript, the header of a public page does not know the viewer. */}
          <noscript>
            <nav aria-label="For signed-in visitors" className="flex gap-6">
              {footerLinks.map(({ href, label }) => (
                <a key={href} href={href} className="underline underline-offset-2">
                  {label}
                </a>
              ))}
            </nav>
          </noscript>
        </div>
      </footer>
    </>
  );
}
