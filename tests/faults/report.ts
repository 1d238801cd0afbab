import { expect, type TestContext } from "vitest";

/** What one kind of fault did to a promise of Evento: a row of docs/reliability.md. */
export type FaultRow = {
  /** What went wrong on purpose, and what must hold all the same. */
  fault: string;
  /** How often the fault happened. */
  attempts: number;
  /** How many things were checked and found as promised, such as acknowledged tickets. */
  kept: number;
  /** Every broken promise as a sentence. */
  broken: string[];
  /** What was measured meanwhile, such as "ready in at most 1.2 s". */
  figures?: string;
  /** What the same check says where the promise is broken on purpose. */
  control?: string;
};

declare module "vitest" {
  // biome-ignore lint/style/useConsistentTypeDefinitions: only an interface adds to vitest's.
  interface TaskMeta {
    faults?: FaultRow[];
  }
}

/** Adds a row to the table of `npm run test:faults`, and fails the test if a promise was broken. */
export function reportFault({ task }: Pick<TestContext, "task">, row: FaultRow): void {
  task.meta.faults = [...(task.meta.faults ?? []), row];
  expect(row.broken).toEqual([]);
  expect(row.kept).toBeGreaterThan(0);
}
