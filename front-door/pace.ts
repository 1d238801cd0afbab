/**
 * Makes a gate that lets up to `perTurn` slow requests begin in each turn of the event loop, first come,
 * first served. Where others were answered at once since the turn before, it lets fewer: half for one of
 * them, a third for two, and one in any case, so that what takes a small part of the time passes between
 * them. While few come, none waits.
 * @param comesFirst whether something is under way that many wait for, such as a page for everybody: until it
 *   is there, one begins in a turn
 */
export function createPace(perTurn: number, comesFirst: () => boolean) {
  const waiting: (() => void)[] = [];
  let left = 0;
  let turning = false;
  let quickAnswers = 0;

  const allowedBeside = (others: number) =>
    comesFirst() ? 1 : Math.max(1, Math.floor(perTurn / (1 + others)));

  function nextTurn() {
    const allowed = allowedBeside(quickAnswers);
    quickAnswers = 0;
    const next = waiting.splice(0, allowed);
    for (const begin of next) begin();
    left = allowed - next.length;
    turning = next.length > 0;
    if (turning) setImmediate(nextTurn);
  }

  return {
    /** Resolves when the caller may begin. */
    async begin(): Promise<void> {
      if (!turning) {
        turning = true;
        left = allowedBeside(0);
        setImmediate(nextTurn);
      }
      if (left > 0) left -= 1;
      else await new Promise<void>((begin) => waiting.push(begin));
    },
    /** Says that somebody was answered at once. */
    noteQuickAnswer(): void {
      quickAnswers += 1;
    },
  };
}
