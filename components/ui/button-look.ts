export type ButtonTone = "primary" | "quiet" | "danger";

const tones: Record<ButtonTone, string> = {
  primary: "bg-ink text-page hover:bg-ink/85",
  quiet: "border border-edge text-ink hover:bg-raised",
  danger: "border border-bad text-bad hover:bg-bad-soft",
};

/** CSS classes that make a button, a link or a summary look like a button. */
export const buttonLook = (tone: ButtonTone, small = false) =>
  `inline-flex cursor-pointer items-center justify-center gap-2 rounded-button font-display text-center transition-colors disabled:cursor-default disabled:opacity-60 ${
    small ? "min-h-9 px-3 text-sm" : "min-h-12 px-5 py-2"
  } ${tones[tone]}`;

/** A button, a link or a summary as underlined text, for rows in which a button would be heavy. */
export const textButtonLook =
  "inline-flex min-h-8 cursor-pointer items-center font-display text-sm underline decoration-edge underline-offset-4 hover:decoration-ink";
