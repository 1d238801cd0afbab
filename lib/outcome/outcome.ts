import { type Db, transaction } from "@/db/client";
import { announcePublicChange } from "@/lib/public-pages/public-version";

/** Figures and names a refusal's wording needs, such as the smallest capacity allowed. */
export type RefusalFacts = Record<string, string | number>;

export type Refusal<Reason extends string = string> = { ok: false; reason: Reason; facts?: RefusalFacts };

/** What a command answers: a value, or an expected refusal by name. Faults are thrown instead. */
export type Outcome<Value = undefined, Reason extends string = string> =
  | { ok: true; value: Value; publicVersion?: number }
  | Refusal<Reason>;

/**
 * @param publicVersion what `countPublicChange` returned, when the public sees something else from now on
 */
export const done = <Value>(value: Value, publicVersion?: number) => ({
  ok: true as const,
  value,
  ...(publicVersion !== undefined && { publicVersion }),
});

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
    const outcome = await transaction(async (tx) => {
      const decided = await command(tx);
      if (!decided.ok) throw new RolledBack(decided);
      return decided;
    });
    if (outcome.publicVersion !== undefined) announcePublicChange(outcome.publicVersion);
    return done(outcome.value);
  } catch (error) {
    if (error instanceof RolledBack) return error.refusal as Refusal<Reason>;
    throw error;
  }
}

/** Writes what stands whatever is answered afterwards, such as a counted failure, in its own transaction. */
export const record = <Value>(write: (tx: Db) => Promise<Value>): Promise<Value> => transaction(write);
