/**
 * Makes a gate that lets so many callers through in each turn of the event loop, first come, first served;
 * the function it returns resolves when the caller may begin. While few come, none waits.
 */
export function createPace(perTurn: number): () => Promise<void> {
  const waiting: (() => void)[] = [];
  let begun = 0;
  let turning = false;

  function nextTurn() {
    begun = 0;
    for (const begin of waiting.splice(0, perTurn)) {
      begun += 1;
      begin();
    }
    turning = begun > 0;
    if (turning) setImmediate(nextTurn);
  }

  return async () => {
    if (!turning) setImmediate(nextTurn);
    turning = true;
    if (begun < perTurn) begun += 1;
    else await new Promise<void>((begin) => waiting.push(begin));
  };
}
