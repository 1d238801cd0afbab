import { setTimeout as pause } from "node:timers/promises";
import { addAccounts } from "@/tests/harness/accounts";
import { changeFields, formData, type ReadForm, readForm } from "@/tests/harness/html-form";
import type { World } from "@/tests/harness/world";
import { startBenchWorld } from "./bench-world";
import { startHelper } from "./helper-process";
import { median, separability } from "./statistics";
import { type Row, valueAtMost } from "./table";

const pairs = 300;

/** What the stranger registers with and then signs in with; no account has it. */
const password = "marble tunnel orchard 42";

/** The worker looks into the outbox every second. */
const untilMailed = 1_100;

/** How long requests took in ms, by what was asked, in the order of the pairs. */
type Series = Record<string, number[]>;

/**
 * What a stranger can learn from times about whether an address has an account: pairs of a known and an
 * unknown address in turns, while another client polls `/`.
 */
export async function measureAccountTiming(): Promise<Row[]> {
  const world = await startBenchWorld();
  const poller = startHelper("bench/poll-page.mjs");
  try {
    await poller.ask({ url: `${world.server.url}/` });
    const polled = () => poller.ask<number[]>({});
    const ask = await openForms(world);
    const requests = await inPairs(world, (email) => askEverything(ask, email));
    const pages = await inPairs(world, async (email) => {
      await polled();
      await ask("forgot", email);
      await pause(untilMailed);
      const took = await polled();
      const mean = took.reduce((sum, ms) => sum + ms, 0) / took.length;
      return { "mean of / after forgot": mean, "longest / after forgot": Math.max(...took) };
    });
    return [...rowsOf(requests), ...rowsOf(pages)];
  } finally {
    await poller.stop();
    await world.stop();
  }
}

const rowsOf = ({ known, unknown }: { known: Series; unknown: Series }): Row[] =>
  Object.keys(known).flatMap((name) => {
    const [some = [], others = []] = [known[name], unknown[name]];
    const what = `known or unknown address: ${name}`;
    return [
      { what, value: separability(some, others), unit: "AUC", goal: valueAtMost(0.58) },
      {
        what: `${what}, difference of medians`,
        value: Math.abs(median(some) - median(others)),
        unit: "ms",
        goal: valueAtMost(2),
      },
    ];
  });

/** Measures each address of the pairs, the known one first in every second pair. */
async function inPairs(
  { database }: World,
  measure: (email: string) => Promise<Record<string, number>>,
): Promise<{ known: Series; unknown: Series }> {
  const accounts = await addAccounts(database, Array(pairs).fill({}));
  const series: { known: Series; unknown: Series } = { known: {}, unknown: {} };
  for (const [turn, { email }] of accounts.entries()) {
    const known = ["known", email] as const;
    // As long as the known one.
    const unknown = ["unknown", [...email.slice(0, 20)].reverse().join("") + email.slice(20)] as const;
    for (const [which, address] of turn % 2 ? [known, unknown] : [unknown, known])
      for (const [what, ms] of Object.entries(await measure(address)))
        if (Number.isFinite(ms)) series[which][what] = [...(series[which][what] ?? []), ms];
  }
  return series;
}

const forms = {
  register: ["/register", "Create account"],
  "sign in": ["/sign-in", "Sign in"],
  resend: ["/verify-email", "Send the mail again"],
  forgot: ["/forgot-password", "Send reset link"],
} as const;

type Form = keyof typeof forms;
type Ask = (form: Form, email: string) => Promise<number>;

/** Loads the forms once; the returned function sends one and says how long the answer took, in ms. */
async function openForms(world: World): Promise<Ask> {
  const read = {} as Record<Form, ReadForm>;
  for (const form of Object.keys(forms) as Form[]) {
    const [path, button] = forms[form];
    read[form] = readForm(await world.visitor().get(path), button);
  }
  let client = 0;
  return async (form, email) => {
    // Of a new client each time, because registrations are limited by client.
    client += 1;
    const headers = { "X-Forwarded-For": `10.0.${client >> 8}.${client & 255}` };
    const { action, entries } = read[form];
    const body = formData(changeFields(entries, { name: "Ada Lovelace", email, password }));
    // A browser of its own: the cookies of an answer would make the next requests longer.
    const browser = world.visitor();
    const from = performance.now();
    const { status } = await browser.send(action, { method: "POST", body, headers });
    const ms = performance.now() - from;
    // A machine that is too busy for the database says nothing about addresses.
    if (status === 503) return Number.NaN;
    if (status !== (form === "sign in" ? 200 : 303)) throw new Error(`${form}: ${status}`);
    return ms;
  };
}

async function askEverything(ask: Ask, email: string): Promise<Record<string, number>> {
  const took: Record<string, number> = {};
  for (const form of Object.keys(forms) as Form[]) took[form] = await ask(form, email);
  return took;
}
