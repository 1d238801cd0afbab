import { type Db, transaction } from "@/db/client";

/** Figures and names a refusal's wording needs, such as the smallest capacity allowed. */
export type RefusalFacts = Record<string, string | number>;

export type Refusal<Reason extends string = string> = { ok: false; reason: Reason; facts?: RefusalFacts };

/** What a command answers: a value, or an expected refusal by name. Faults are thrown instead. */
export type Outcome<Value = undefined, Reason extends string = string> =
  | { ok: true; value: Value }
  | Refusal<Reason>;

export const done = <Value>(value: Value) => ({ ok: true as const, value });

export const refuse = <const Reason extends string>(
  reason: Reason,
  facts?: RefusalFacts,
): Refusal<Reason> => ({
  ok: false,
  reason,
  ...(facts && { facts }),
});

class RolledBack extends Error {
  constructor(readonly refusal: Refusal) {
    super("rolled back");
  }
}

/**
 * Runs a command in one transaction: commits when it answers `ok`, rolls everything back when it
 * refuses and returns the refusal. Faults roll back and are thrown.
 */
export async function decide<Value, Reason extends string>(
  command: (tx: Db) => Promise<Outcome<Value, Reason>>,
): Promise<Outcome<Value, Reason>> {
  try {
    return await transaction(async (tx) => {
      const outcome = await command(tx);
      if (!outcome.ok) throw new RolledBack(outcome);
      return outcome;
    });
  } catch (error) {
    if (error instanceof RolledBack) return error.refusal as Refusal<Reason>;
    throw error;
  }
}

/** Writes what stands whatever is answered afterwards, such as a counted failure, in its own transaction. */
export const record = <Value>(write: (tx: Db) => Promise<Value>): Promise<Value> => transaction(write);
