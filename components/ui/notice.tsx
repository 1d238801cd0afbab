import type { ReactNode } from "react";

const tones = {
  info: "border-ink",
  good: "border-good",
  warn: "border-accent",
  bad: "border-bad",
};

type NoticeProps = { tone?: keyof typeof tones; focusable?: boolean; children: ReactNode };

/** An important message. A focusable one is announced by screen readers and can get the focus. */
export function Notice({ tone = "info", focusable = false, children }: NoticeProps) {
  return (
    <div
      className={`rounded-control border-l-4 bg-raised px-4 py-3 text-ink ${tones[tone]}`}
      {...(focusable && { role: "alert", tabIndex: -1, "data-form-notice": true })}
    >
      {children}
    </div>
  );
}
