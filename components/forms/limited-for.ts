import type { Wording } from "./action-form";

const units: [seconds: number, name: string][] = [
  [1, "second"],
  [60, "minute"],
  [3_600, "hour"],
];

/** `9 seconds`, `12 minutes` from 90 seconds up, or `23 hours` from 90 minutes up. */
function waitingTime(seconds: unknown): string {
  const count = Number(seconds) || 60;
  const [length, unit] = units.findLast(([each]) => count >= 1.5 * each) ?? [1, "second"];
  const number = Math.ceil(count / length);
  return `${number} ${unit}${number === 1 ? "" : "s"}`;
}

/** For rate limits with a waiting time; `otherwise` is what one may do meanwhile. */
export const limitedFor = (what: string, otherwise = ""): Wording => ({
  text: ({ seconds }) => `${what} Try again in ${waitingTime(seconds)}. ${otherwise}`.trim(),
});
