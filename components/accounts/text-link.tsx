import type { ReactNode } from "react";

export function TextLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a href={href} className="font-display text-link underline underline-offset-2">
      {children}
    </a>
  );
}
