import type { ReactNode } from "react";

const tones = {
  neutral: "bg-raised text-ink",
  good: "bg-good-soft text-good",
  bad: "bg-bad-soft text-bad",
  accent: "bg-accent text-on-accent",
  ink: "bg-ink text-page",
};

/** A short state, such as `FULL` or `Cancelled`. */
export function Badge({ tone = "neutral", children }: { tone?: keyof typeof tones; children: ReactNode }) {
  return (
    <span
      className={`inline-flex rounded-md border border-transparent px-2 py-0.5 font-display text-xs wrap-anywhere ${tones[tone]}`}
    >
      {children}
    </span>
  );
}
