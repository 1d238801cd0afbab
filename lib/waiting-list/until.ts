const hour = 3_600_000;

/** How long before the start somebody no longer wants a ticket, in ms. */
const before = { start: 0, "2h": 2 * hour, "24h": 24 * hour } as const;

export type UntilChoice = keyof typeof before;

export const untilChoices = Object.keys(before) as [UntilChoice, ...UntilChoice[]];

/** The instant that a choice stands for. */
export const untilTime = (choice: UntilChoice, startsAt: Date) =>
  new Date(startsAt.getTime() - before[choice]);

/** The choices that have not passed, and when the next of them does. */
export function openChoices(startsAt: Date, now: Date): { choices: UntilChoice[]; changesAt: Date } {
  const choices = untilChoices.filter((choice) => untilTime(choice, startsAt).getTime() > now.getTime());
  const last = choices.at(-1);
  return { choices, changesAt: last ? untilTime(last, startsAt) : startsAt };
}
