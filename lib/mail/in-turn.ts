import { requestsUnderWay } from "@/lib/runtime/under-way";

/** How late a short timer may be, in ms, while the process still has time to spare. */
const tolerated = 10;

/** The longest that one piece of work is held back, in ms, so that mail goes out under any load. */
const patience = 1_000;

let last: Promise<unknown> = Promise.resolve();

/**
 * Runs work that needs much of the processor, such as making a mail, one piece at a time and when nobody
 * waits for an answer and the event loop is quiet: the requests of people in a rush come first.
 */
export function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  const turn = last.then(untilQuiet).then(work);
  last = turn.catch(() => undefined);
  return turn;
}

async function untilQuiet() {
  const latest = performance.now() + patience;
  let late: number;
  do {
    const asked = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 2));
    late = performance.now() - asked - 2;
  } while ((late > tolerated || requestsUnderWay() > 0) && performance.now() < latest);
}
