import type { ReactNode } from "react";

type SectionProps = { title: string; id?: string; className?: string; children: ReactNode };

/** A part of a page below its own heading. */
export function Section({ title, id, className = "", children }: SectionProps) {
  return (
    <section id={id} className={`scroll-mt-6 ${className}`}>
      <h2 className="mb-4 text-xl">{title}</h2>
      {children}
    </section>
  );
}
