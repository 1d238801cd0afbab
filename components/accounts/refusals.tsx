import type { Wording } from "@/components/forms/action-form";

/** `9 seconds`, or `12 minutes` from 90 seconds up. */
function waitingTime(seconds: unknown): string {
  const count = Number(seconds) || 60;
  const [number, unit] = count < 90 ? [count, "second"] : [Math.ceil(count / 60), "minute"];
  return `${number} ${unit}${number === 1 ? "" : "s"}`;
}

/** For rate limits with a waiting time; `otherwise` is what one may do meanwhile. */
export const limitedFor = (what: string, otherwise = ""): Wording => ({
  text: ({ seconds }) => `${what} Try again in ${waitingTime(seconds)}. ${otherwise}`.trim(),
});

export const easyPassword = (field: string): Wording => ({
  field,
  text: "This password is too easy to guess. Use several unrelated words, without your name or email.",
});

export const passwordHint = "At least 10 characters. Several unrelated words work well.";
