import { remember } from "@epic-web/remember";
import PQueue from "p-queue";
import { type Db, transaction } from "@/db/client";
import { recordRefusal } from "@/lib/audit/record-refusal";
import { type Outcome, type Refusal, refuse } from "@/lib/outcome/outcome";
import { networkOf } from "@/lib/rate-limits/network";
import {
  consume,
  type LimitName,
  refund,
  resetLimit,
  secondsUntilAllowed,
} from "@/lib/rate-limits/rate-limit";
import { Busy } from "@/lib/runtime/busy";

/** What counts as a failed attempt. */
const failures = ["wrong-password", "wrong-code", "wrong-passkey"];

/** A limit and whom it counts. The first of several counts one account; a success sets it to 0. */
export type FailureLimit = [name: LimitName, who: string];

type Limited = {
  limits: FailureLimit[];
  /** For the audit log. */
  subject: string;
  clientAddress: string;
  at: Date;
};

// A check counts as failed until it ends. With few at once, a lecture hall behind one address that signs in
// together does not reach the limit.
const checksAtOnce = 4;
const maxWaiting = 512;

const checks = remember("evento.limited-checks", () => ({
  queue: new PQueue({ concurrency: checksAtOnce }),
  /** How many wait, by network. */
  waiting: new Map<string, number>(),
}));

/**
 * Runs a check when it is its turn. Of one network as many may wait as places are free, so that none takes them all.
 * @throws Busy when more wait
 */
async function inTurn<Result>(clientAddress: string, check: () => Promise<Result>): Promise<Result> {
  const { queue, waiting } = checks;
  const network = networkOf(clientAddress);
  const count = (change: 1 | -1) => {
    const now = (waiting.get(network) ?? 0) + change;
    if (now > 0) waiting.set(network, now);
    else waiting.delete(network);
  };
  if ((waiting.get(network) ?? 0) >= maxWaiting - queue.size)
    throw new Busy("too many sign-ins wait to be checked");
  count(1);
  return queue.add(() => {
    count(-1);
    return check();
  });
}

/**
 * Runs a check of a password, a code or a passkey and counts it if it refuses as one of `failures`. It is counted
 * before, so that parallel checks never exceed a limit, and given back after. Refuses `limited` with the `seconds` to
 * wait.
 * @throws Busy when too many checks wait
 */
export async function limitFailures<Value, Reason extends string>(
  { limits, subject, clientAddress, at }: Limited,
  check: () => Promise<Outcome<Value, Reason>>,
): Promise<Outcome<Value, Reason | "limited">> {
  // Refuses most attempts of a flood before they wait for others or write anything.
  for (const limit of limits) {
    const seconds = await secondsUntilAllowed(...limit, at);
    if (seconds > 0) return refuseLimited(limit, { seconds, subject, at });
  }
  return inTurn(clientAddress, async () => {
    const taken = await transaction((tx) => reserve(tx, limits, at));
    if (taken) return refuseLimited(taken.limit, { seconds: taken.seconds, subject, at });
    const outcome = await check().catch(async (error) => {
      await transaction((tx) => giveBack(tx, limits));
      throw error;
    });
    if (outcome.ok || !failures.includes(outcome.reason))
      await transaction(async (tx) => {
        const [ofAccount, ...others] = limits;
        // Anybody can register an address: its password must not give more attempts at the account's.
        if (!outcome.ok || !ofAccount) return giveBack(tx, limits);
        await resetLimit(tx, ...ofAccount);
        await giveBack(tx, others);
      });
    else {
      const entry = { actorId: null, action: "account.refuse-sign-in", subject };
      await recordRefusal({ ...entry, details: { reason: outcome.reason }, at });
    }
    return outcome;
  });
}

/** Counts one in every limit, or in none if one is reached, and returns that one. */
async function reserve(tx: Db, limits: FailureLimit[], at: Date) {
  for (const [index, limit] of limits.entries()) {
    const seconds = await consume(tx, ...limit, at);
    if (seconds === 0) continue;
    await giveBack(tx, limits.slice(0, index));
    return { limit, seconds };
  }
  return null;
}

async function giveBack(tx: Db, limits: FailureLimit[]) {
  for (const limit of limits) await refund(tx, ...limit);
}

async function refuseLimited(
  [name, who]: FailureLimit,
  { seconds, subject, at }: { seconds: number; subject: string; at: Date },
): Promise<Refusal<"limited">> {
  const entry = { actorId: null, action: "account.sign-in-limited", subject };
  await recordRefusal({ ...entry, details: { seconds }, at }, `${name}:${who}`);
  return refuse("limited", { seconds });
}
