const units: [seconds: number, name: string][] = [
  [1, "second"],
  [60, "minute"],
  [3_600, "hour"],
];

/** For people, in whole units: `9 seconds`, `12 minutes` from 90 seconds up, or `23 hours` from 90 minutes up. */
export function waitingTime(seconds: unknown): string {
  const count = Number(seconds) || 60;
  const [length, unit] = units.findLast(([each]) => count >= 1.5 * each) ?? [1, "second"];
  const number = Math.ceil(count / length);
  return `${number} ${unit}${number === 1 ? "" : "s"}`;
}
