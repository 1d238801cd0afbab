import type { ReactNode } from "react";
import { type ButtonTone, buttonLook } from "./button-look";

type ButtonLinkProps = { href: string; tone?: ButtonTone; small?: boolean; children: ReactNode };

export function ButtonLink({ href, tone = "primary", small, children }: ButtonLinkProps) {
  return (
    <a href={href} className={buttonLook(tone, small)}>
      {children}
    </a>
  );
}
