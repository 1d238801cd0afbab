/**
 * Makes a gate that lets up to `perTurn` slow requests begin in each turn of the event loop, first come,
 * first served. Where others were answered at once since the turn before, it lets fewer: half for one of
 * them, a third for two, and one in any case, so that what takes a hundredth of the time passes between
 * them. While few come, none waits.
 */
export function createPace(perTurn: number) {
  const waiting: (() => void)[] = [];
  let left = perTurn;
  let turning = false;
  let quickAnswers = 0;

  function nextTurn() {
    const allowed = Math.max(1, Math.floor(perTurn / (1 + quickAnswers)));
    quickAnswers = 0;
    const next = waiting.splice(0, allowed);
    for (const begin of next) begin();
    turning = next.length > 0;
    if (turning) setImmediate(nextTurn);
    left = turning ? allowed - next.length : perTurn;
  }

  return {
    /** Resolves when the caller may begin. */
    async begin(): Promise<void> {
      if (!turning) setImmediate(nextTurn);
      turning = true;
      if (left > 0) left -= 1;
      else await new Promise<void>((begin) => waiting.push(begin));
    },
    /** Says that somebody was answered at once. */
    noteQuickAnswer(): void {
      quickAnswers += 1;
    },
  };
}
