import { addAccounts, testPassword } from "@/tests/harness/accounts";
import { lineUp, type ReadyForm, type Received, readyForm } from "@/tests/harness/rush";
import type { World } from "@/tests/harness/world";
import { startBenchWorld } from "./bench-world";
import { hashRate } from "./limits/hash-rate";
import { inTurns } from "./statistics";
import type { Row } from "./table";

const turns = 3;
const times = 60;

/** Sixty people who sign in at once, beside as many checks of a password alone. */
export async function measureSignIns(): Promise<Row[]> {
  const world = await startBenchWorld();
  try {
    const [scripted, plain] = [await signInForms(world, true), await signInForms(world, false)];
    const measured = await inTurns(turns, {
      hashes: () => hashRate(times),
      scripted: () => signIn(scripted),
      plain: () => signIn(plain),
    });
    return (["scripted", "plain"] as const).map((kind) => ({
      what: `sign-ins, ${kind === "scripted" ? "with" : "without"} scripts`,
      value: measured[kind].perSecond,
      unit: "answers/s",
      limit: { is: "passwords checked", value: measured.hashes.perSecond },
    }));
  } finally {
    await world.stop();
  }
}

/** The filled form of sixty new accounts. */
async function signInForms({ database, server }: World, scripts: boolean): Promise<ReadyForm[]> {
  const forms: ReadyForm[] = [];
  for (const { email } of await addAccounts(database, Array(times).fill({}))) {
    const changes = { email, password: testPassword };
    forms.push(await readyForm(`${server.url}/sign-in`, "Sign in", { scripts, changes }));
  }
  return forms;
}

async function signIn(forms: ReadyForm[]): Promise<{ perSecond: number }> {
  const { answers, ms } = await (await lineUp(forms))(readAnswer);
  const wrong = answers.find(({ kind }) => kind !== "signed-in");
  if (wrong) throw new Error(`somebody was not signed in: ${wrong.detail}`);
  return { perSecond: (forms.length / ms) * 1_000 };
}

const readAnswer = ({ status, headers, text }: Received): ["signed-in" | "error", string] =>
  (status === 303 || text.includes('"redirectTo":')) && "set-cookie" in headers
    ? ["signed-in", ""]
    : ["error", `${status}`];
