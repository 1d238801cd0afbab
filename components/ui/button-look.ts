export type ButtonTone = "brand" | "quiet" | "danger";

const tones: Record<ButtonTone, string> = {
  brand: "bg-brand text-on-brand hover:bg-brand-strong",
  quiet: "border border-line bg-surface text-ink hover:bg-raised",
  danger: "border border-bad bg-bad-soft text-bad hover:bg-surface",
};

/** CSS classes that make a button, a link or a summary look like a button. */
export const buttonLook = (tone: ButtonTone, small = false) =>
  `inline-flex items-center justify-center gap-2 rounded-control font-semibold transition-colors disabled:opacity-60 ${
    small ? "min-h-9 px-3 text-sm" : "min-h-11 px-5"
  } ${tones[tone]}`;
