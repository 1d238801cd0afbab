import { lineUp, type Received, readyForm } from "@/tests/harness/rush";
import type { Target } from "../load";
import { cpuTime } from "../process-use";

type Asked = {
  times: number;
  scripts: boolean;
  /** An event that has tickets to request. */
  eventId: string;
};

/**
 * The smallest server action there is here, as the limit of a rush. As browsers with scripts send it, that is
 * signing in with nothing in the form, which is refused by its shape. As browsers without them do, where
 * that would render a page, it is requesting a ticket while signed out, which leads to sign-in. Neither finds
 * a session or looks into the database. As many at once as in the rush, each on a connection of its own.
 * @returns answers a second, and ms of the server's processor time an answer
 * @throws when an answer is anything but that
 */
export async function emptyAction(
  { url, pid }: Target,
  { times, scripts, eventId }: Asked,
): Promise<{ perSecond: number; cpu: number }> {
  const form = scripts
    ? await readyForm(`${url}/sign-in`, "Sign in", { scripts })
    : await readyForm(`${url}/events/${eventId}`, "Request ticket");
  const send = await lineUp(Array(times).fill(form));
  const before = cpuTime(pid);
  const { answers, ms } = await send(scripts ? readState : readRedirect);
  const cpu = (cpuTime(pid) - before) / times;
  const wrong = answers.find(({ kind }) => kind !== "expected");
  if (wrong)
    throw new Error(`an empty action was not answered as it should be: ${wrong.detail.slice(0, 300)}`);
  return { perSecond: (times / ms) * 1_000, cpu };
}

type Read = ["expected" | "error", string];

const readState = ({ status, text }: Received): Read =>
  status === 200 && text.includes('"errors":{"email":') ? ["expected", ""] : ["error", `${status} ${text}`];

const readRedirect = ({ status, headers, text }: Received): Read =>
  status === 303 && headers.location?.startsWith("/sign-in?")
    ? ["expected", ""]
    : ["error", `${status} ${headers.location} ${text}`];
