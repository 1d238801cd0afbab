import { startBareServer } from "./limits/bare-server";
import { type Asking, ask, load, type Target } from "./load";
import { inTurns } from "./statistics";
import { type Goal, type Row, ratioAtLeast, ratioAtMost } from "./table";

export type Question = Asking & {
  what: string;
  path: string;
  /** The least share of the bare server's rate; its processor time is then allowed the inverse. */
  share?: number;
};

const turns = 3;

/**
 * Two rows, answers a second and processor time an answer, each beside a bare server that sends the same
 * bytes, in turns with it.
 */
export async function besideBareServer(
  ours: Target,
  { what, path, share, ...asking }: Question,
): Promise<Row[]> {
  const bare = await startBareServer(await ask(ours, path, asking.headers));
  try {
    const run = (target: Target) => load(target, path, asking);
    await run(bare);
    await run(ours);
    const measured = await inTurns(turns, { bare: () => run(bare), ours: () => run(ours) });
    const row = (figure: "perSecond" | "cpu", unit: string, goal?: Goal): Row => ({
      what: figure === "cpu" ? `${what}, processor` : what,
      value: measured.ours[figure],
      unit,
      limit: { is: "bare server", value: measured.bare[figure] },
      goal,
    });
    return [
      row("perSecond", "requests/s", share ? ratioAtLeast(share) : undefined),
      row("cpu", "µs/request", share ? ratioAtMost(1 / share) : undefined),
    ];
  } finally {
    await bare.stop();
  }
}
