import { CalendarX2, Check, CircleX, History } from "lucide-react";
import type { ReactNode } from "react";
import type { VerdictTone, VerdictWords } from "./verdict-words";

// The same in both themes: at a door they are read from afar.
const looks: Record<VerdictTone, string> = {
  good: "bg-verdict-good text-white",
  accent: "bg-verdict-already text-verdict-ink",
  bad: "bg-verdict-bad text-white",
  ink: "bg-verdict-ink text-white",
};

const icons = { good: Check, accent: History, bad: CircleX, ink: CalendarX2 };

type VerdictPanelProps = {
  words: VerdictWords;
  /** Whether it fills the screen. */
  isFull?: boolean;
  /** Above the verdict, while it fills the screen. */
  where?: string;
  /** Buttons below the verdict. */
  children?: ReactNode;
};

/** A verdict by colour, icon and words, to be read at arm's length. */
export function VerdictPanel({
  words: { tone, word, main, more },
  isFull,
  where,
  children,
}: VerdictPanelProps) {
  const Icon = icons[tone];
  const size = isFull ? "fixed inset-0 z-40 flex flex-col p-6" : "rounded-stub p-5";
  return (
    <div className={`${looks[tone]} ${size} forced-color-adjust-none`} data-verdict={tone}>
      {isFull && <p className="font-display text-base">{where}</p>}
      <div className={`text-center wrap-anywhere ${isFull ? "my-auto" : ""}`}>
        <Icon aria-hidden className={`mx-auto ${isFull ? "size-20" : "size-10"}`} />
        <p
          className={`mt-2 font-display tracking-[-0.02em] ${isFull ? "text-[2.75rem] leading-12" : "text-2xl"}`}
        >
          {word}
        </p>
        <p className={`mt-3 font-display ${isFull ? "text-2xl" : "text-xl"}`}>{main}</p>
        <p className={`mt-2 ${isFull ? "text-xl" : "text-base"}`}>{more}</p>
      </div>
      {children}
    </div>
  );
}
