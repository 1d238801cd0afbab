import type { ReactNode } from "react";
import { settings } from "@/lib/runtime/env";
import type { NavViewer } from "./nav";
import { BottomIsland, HeaderIsland } from "./nav-island";

type ShellProps = {
  /** The viewer of a personal page, or null; undefined on pages that are the same for everyone. */
  viewer?: NavViewer | null;
  children: ReactNode;
};

const signedInLinks = [
  { href: "/tickets", label: "My tickets" },
  { href: "/dashboard", label: "Dashboard" },
  { href: "/account", label: "Account" },
];

const footerLink = "flex min-h-6 items-center underline underline-offset-4 hover:text-ink";

/** The header, `main` and footer of every page. */
export function Shell({ viewer, children }: ShellProps) {
  return (
    <>
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-30 focus:rounded-control focus:bg-surface focus:px-4 focus:py-2"
      >
        Skip to content
      </a>
      <header className="border-b border-hair">
        <div className="mx-auto flex min-h-14 max-w-page flex-wrap items-center gap-x-8 px-4 sm:px-6">
          <Wordmark />
          <HeaderIsland viewer={viewer} />
        </div>
      </header>
      <main id="content" className="mx-auto w-full max-w-page flex-1 px-4 py-6 sm:px-6 sm:py-8">
        {children}
      </main>
      <footer className="border-t border-hair text-sm text-muted">
        <div className="mx-auto flex max-w-page flex-wrap items-baseline gap-x-6 gap-y-3 px-4 py-6 sm:px-6">
          <p className="grow">Events with a date that never moves, and one ticket each.</p>
          <nav aria-label="Footer" className="flex flex-wrap gap-x-6 gap-y-3">
            {/* Without JavaScript, the header of a public page does not know the viewer. */}
            <noscript>
              <span className="flex flex-wrap gap-x-6 gap-y-3">
                {signedInLinks.map(({ href, label }) => (
                  <a key={href} href={href} className={footerLink}>
                    {label}
                  </a>
                ))}
              </span>
            </noscript>
            {settings().footerLinks.map(({ label, href }) => (
              <a key={label} href={href} className={footerLink}>
                {label}
              </a>
            ))}
            <a href="/dashboard" className={footerLink}>
              Organise an event
            </a>
          </nav>
        </div>
      </footer>
      <BottomIsland viewer={viewer} />
    </>
  );
}

function Wordmark() {
  return (
    <a href="/" className="flex min-h-14 items-baseline font-display text-xl leading-14 tracking-[-0.02em]">
      evento
      <span aria-hidden className="ml-0.5 size-2.5 rounded-full bg-accent forced-color-adjust-none" />
    </a>
  );
}
