import type { Wording } from "./action-form";

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
