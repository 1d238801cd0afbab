import type { ReactNode } from "react";

/** Helpers at a door have no account, and nothing else of the site to go to. */
export default function Layout({ children }: { children: ReactNode }) {
  return (
    <main id="content" className="mx-auto w-full max-w-page flex-1 px-4 py-5 sm:px-6">
      {children}
    </main>
  );
}
