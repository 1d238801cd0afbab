import { Temporal } from "temporal-polyfill";

/** Dates are `YYYY-MM-DD`, months `YYYY-MM`. */
export type DateRange = { from: string; to: string };

/** The dates behind *Today*, *This week* and *Weekend*: what is left of the week that ends on Sunday. */
export function datesFrom(today: string): { today: DateRange; week: DateRange; weekend: DateRange } {
  const day = Temporal.PlainDate.from(today);
  const sunday = day.add({ days: 7 - day.dayOfWeek });
  const saturday = sunday.subtract({ days: 1 });
  const from = Temporal.PlainDate.compare(day, saturday) > 0 ? day : saturday;
  return {
    today: { from: today, to: today },
    week: { from: today, to: sunday.toString() },
    weekend: { from: from.toString(), to: sunday.toString() },
  };
}

/** The weeks of a month, from Monday to Sunday, with null for days of other months. */
export function weeksOf(month: string): (string | null)[][] {
  const { daysInMonth, dayOfWeek } = Temporal.PlainDate.from(`${month}-01`);
  const days = Array.from({ length: daysInMonth }, (_, n) => `${month}-${String(n + 1).padStart(2, "0")}`);
  const all = [...Array<null>(dayOfWeek - 1).fill(null), ...days];
  while (all.length % 7 > 0) all.push(null);
  return Array.from({ length: all.length / 7 }, (_, n) => all.slice(n * 7, n * 7 + 7));
}

/** The first and the last date of a month. */
export function datesOf(month: string): DateRange {
  const first = Temporal.PlainDate.from(`${month}-01`);
  return { from: first.toString(), to: first.with({ day: first.daysInMonth }).toString() };
}

/** The month that is `months` later; earlier if that is negative. */
export const addMonths = (month: string, months: number): string =>
  Temporal.PlainYearMonth.from(month).add({ months }).toString();
