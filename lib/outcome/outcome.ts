import { type Db, transaction } from "@/db/client";
import { announcePublicChange } from "@/lib/public-pages/public-version";

/** Values for the text of a refusal, such as the smallest allowed capacity. */
export type RefusalFacts = Record<string, string | number>;

export type Refusal<Reason extends string = string> = { ok: false; reason: Reason; facts?: RefusalFacts };

/** The result of a command: a value, or an expected refusal by name. Faults are thrown instead. */
export type Outcome<Value = undefined, Reason extends string = string> =
  | { ok: true; value: Value; publicVersion?: number }
  | Refusal<Reason>;

/** @param publicVersion the result of `countPublicChange`, if the public sees a change */
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
 * Runs a command in one transaction: commits a value, rolls back a refusal and returns either. Faults roll
 * back and are thrown.
 * @param options.idempotent for commands that change nothing and return the same when they are repeated: whether the
 * command is repeated when the connection is lost during the commit
 */
export async function decide<Value, Reason extends string>(
  command: (tx: Db) => Promise<Outcome<Value, Reason>>,
  options: { idempotent?: boolean } = {},
): Promise<Outcome<Value, Reason>> {
  try {
    const outcome = await transaction(async (tx) => {
      const decided = await command(tx);
      if (!decided.ok) throw new RolledBack(decided);
      return decided;
    }, options);
    if (outcome.publicVersion !== undefined) announcePublicChange(outcome.publicVersion);
    return done(outcome.value);
  } catch (error) {
    if (error instanceof RolledBack) return error.refusal as Refusal<Reason>;
    throw error;
  }
}

/** Writes in a transaction of its own, which always commits: for example a counted failure. */
export const record = <Value>(write: (tx: Db) => Promise<Value>): Promise<Value> => transaction(write);
