import { gatherCrowd, judgeRush, lineUpRush } from "@/tests/harness/rush";
import type { World } from "@/tests/harness/world";
import { dropWaitingMail } from "./bench-world";
import { startReaders } from "./readers";
import { inTurns } from "./statistics";
import { type Row, ratioAtLeast, valueAtMost } from "./table";

/** What is left for those who only look at the event's page while 2,000 ask for 1,000 tickets. */
export async function rushAmongReaders(world: World): Promise<Row[]> {
  const size = { attendees: 2_000, spaces: 1_000, scripts: true };
  const problems: string[] = [];
  const { readers } = await inTurns(3, {
    readers: async () => {
      const crowd = await gatherCrowd(world.database, size);
      const rush = await lineUpRush({ origin: world.server.url, crowd, scripts: size.scripts });
      const readers = await startReaders(`${world.server.url}/events/${crowd.eventId}`);
      try {
        const aWhile = () => new Promise((resolve) => setTimeout(resolve, 2_000));
        const { perSecond: quiet } = await readers.rateDuring(aWhile);
        const { perSecond, result } = await readers.rateDuring(rush);
        problems.push(...(await judgeRush(world.database, crowd, { ...result, spaces: size.spaces })));
        return { quiet, perSecond, seconds: result.ms / 1_000 };
      } finally {
        await readers.stop();
        await dropWaitingMail(world);
      }
    },
  });
  return [
    {
      what: "event page, read while 2,000 rush for 1,000",
      value: readers.perSecond,
      unit: "requests/s",
      limit: { is: "quiet", value: readers.quiet },
      goal: ratioAtLeast(0.2),
      problems,
    },
    { what: "all of those 2,000 answered within", value: readers.seconds, unit: "s", goal: valueAtMost(4) },
  ];
}
