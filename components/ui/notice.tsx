import type { ReactNode } from "react";

const tones = {
  info: "border-brand bg-brand-soft text-ink",
  good: "border-good bg-good-soft text-good",
  warn: "border-warn bg-warn-soft text-warn",
  bad: "border-bad bg-bad-soft text-bad",
};

type NoticeProps = { tone?: keyof typeof tones; focusable?: boolean; children: ReactNode };

/** An important message. A focusable one is announced by screen readers and can get the focus. */
export function Notice({ tone = "info", focusable = false, children }: NoticeProps) {
  return (
    <div
      className={`rounded-control border-l-4 px-4 py-3 ${tones[tone]}`}
      {...(focusable && { role: "alert", tabIndex: -1, "data-form-notice": true })}
    >
      {children}
    </div>
  );
}
