import { type Received, readyForm, sendAtOnce } from "@/tests/harness/rush";
import type { Target } from "../load";
import { cpuTime } from "../process-use";

/**
 * The smallest action there is here, as the limit of a rush: signing in with nothing in the form, which
 * is refused by its shape before anybody looks for a session or into the database. As many at once as in
 * the rush, each on a connection of its own.
 * @returns answers a second, and ms of the server's processor time an answer
 * @throws when an answer is anything but that refusal
 */
export async function emptyAction(
  { url, pid }: Target,
  { times, scripts }: { times: number; scripts: boolean },
): Promise<{ perSecond: number; cpu: number }> {
  const form = await readyForm(`${url}/sign-in`, "Sign in", { scripts });
  const before = cpuTime(pid);
  const { answers, ms } = await sendAtOnce(Array(times).fill(form), scripts ? readState : readPage);
  const cpu = (cpuTime(pid) - before) / times;
  const wrong = answers.find(({ kind }) => kind !== "refused");
  if (wrong) throw new Error(`an empty form was not refused: ${wrong.detail.slice(0, 300)}`);
  return { perSecond: (times / ms) * 1_000, cpu };
}

type Refused = ["refused" | "error", string];

const readState = ({ status, text }: Received): Refused =>
  status === 200 && text.includes('"errors":{"email":') ? ["refused", ""] : ["error", `${status} ${text}`];

const readPage = ({ status, text }: Received): Refused =>
  status === 200 && text.includes('aria-invalid="true"') ? ["refused", ""] : ["error", `${status} ${text}`];
