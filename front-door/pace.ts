type PerTurn = {
  /** How many begin in one turn of the event loop. */
  usually: number;
  /** How many when somebody was answered at once since the turn before. */
  besideQuickAnswers: number;
};

/**
 * Makes a gate that lets so many slow requests begin in each turn of the event loop, first come, first
 * served, so that what is answered at once, a hundred times as quick, passes between them. While few come,
 * none waits.
 */
export function createPace({ usually, besideQuickAnswers }: PerTurn) {
  const waiting: (() => void)[] = [];
  let allowed = usually;
  let begun = 0;
  let turning = false;
  let quickAnswers = false;

  function nextTurn() {
    allowed = quickAnswers ? besideQuickAnswers : usually;
    quickAnswers = false;
    begun = 0;
    for (const begin of waiting.splice(0, allowed)) {
      begun += 1;
      begin();
    }
    turning = begun > 0;
    if (turning) setImmediate(nextTurn);
    else allowed = usually;
  }

  return {
    /** Resolves when the caller may begin. */
    async begin(): Promise<void> {
      if (!turning) setImmediate(nextTurn);
      turning = true;
      if (begun < allowed) begun += 1;
      else await new Promise<void>((begin) => waiting.push(begin));
    },
    /** Says that somebody was answered at once. */
    noteQuickAnswer(): void {
      quickAnswers = true;
    },
  };
}
