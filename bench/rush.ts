import { gatherCrowd, judgeRush, lineUpRush } from "@/tests/harness/rush";
import type { Engine, World } from "@/tests/harness/world";
import { dropWaitingMail, startBenchWorld } from "./bench-world";
import { emptyAction } from "./limits/empty-action";
import { askEach } from "./load";
import { cpuTime, untilIdle } from "./process-use";
import { rushAmongReaders } from "./rush-among-readers";
import { inTurns } from "./statistics";
import { type Row, ratioAtLeast, valueAtLeast } from "./table";

type Size = { attendees: number; spaces: number; scripts: boolean };
type Pace = { perSecond: number; cpu: number };

/** For 200 attendees with JavaScript and 50 spaces: answers a second, and those ÷ an empty action's. */
const goals = { share: 0.7, perSecond: 850 };

/** Each in turns with empty actions: 200 with JavaScript are answered so soon that three turns would say little. */
const lots = [
  { attendees: 200, scripts: true, turns: 9 },
  { attendees: 200, scripts: false, turns: 3 },
  { attendees: 2_000, scripts: true, turns: 3 },
];

/** How fast tickets go when everybody asks at once, beside as many empty actions at once, in turns with them. */
export async function measureRushes(engine: Engine = "sqlite"): Promise<Row[]> {
  const world = await startBenchWorld({ engine });
  try {
    const rows: Row[] = [];
    await warmUp(world);
    for (const lot of lots) rows.push(...(await rushesOf(world, lot)));
    rows.push(...(await rushAmongReaders(world)));
    return rows.map((row) => ({ ...row, what: engine === "sqlite" ? row.what : `PostgreSQL: ${row.what}` }));
  } finally {
    await world.stop();
  }
}

/**
 * As a server is that has run for a while: the engine makes its code quick only after a few thousand requests.
 */
async function warmUp(world: World): Promise<void> {
  const events = await world.database.sql("select id from events", []);
  const pages = events.map(({ id }) => `/events/${id}`);
  await askEach(world.server, pages);
  for (let round = 0; round < 4; round += 1) {
    await runRush(world, { attendees: 600, spaces: 300, scripts: true });
    await runEmpty(world, { attendees: 600, scripts: true });
  }
  await runRush(world, { attendees: 200, spaces: 100, scripts: false });
}

/** For 50 and for 1,000 spaces two rows, answers a second and processor time an answer, beside empty actions. */
async function rushesOf(
  world: World,
  { attendees, turns, scripts }: { attendees: number; turns: number; scripts: boolean },
): Promise<Row[]> {
  const sizes = [50, 1_000].map((spaces) => ({ attendees, spaces, scripts }));
  const problems: string[][] = sizes.map(() => []);
  const rushes = sizes.map((size, place): [string, () => Promise<Pace>] => [
    String(place),
    async () => {
      const { wrong, ...figures } = await runRush(world, size);
      problems[place]?.push(...wrong);
      return figures;
    },
  ]);
  const { empty, ...measured } = await inTurns<string, keyof Pace>(turns, {
    empty: () => runEmpty(world, { attendees, scripts }),
    ...Object.fromEntries(rushes),
  });
  return sizes.flatMap(({ spaces }, place): Row[] => {
    const what = `rush of ${attendees} for ${spaces}, ${scripts ? "with" : "without"} JavaScript`;
    const row = (figure: keyof Pace, unit: string) => ({
      value: measured[place]?.[figure] ?? Number.NaN,
      unit,
      limit: { is: "empty actions", value: empty?.[figure] ?? Number.NaN },
    });
    const hasGoals = attendees === 200 && spaces === 50 && scripts;
    const rate = row("perSecond", "answers/s");
    return [
      { what, ...rate, goal: hasGoals ? ratioAtLeast(goals.share) : undefined, problems: problems[place] },
      ...(hasGoals
        ? [{ what: `${what}, rate`, ...rate, limit: undefined, goal: valueAtLeast(goals.perSecond) }]
        : []),
      { what: `${what}, processor`, ...row("cpu", "ms/answer") },
    ];
  });
}

async function runEmpty(world: World, { attendees, scripts }: Omit<Size, "spaces">): Promise<Pace> {
  const { eventId } = await gatherCrowd(world.database, { attendees: 1, spaces: 1 });
  await untilIdle(world.server.pid);
  return emptyAction(world.server, { times: attendees, scripts, eventId });
}

/** One rush for a new event; `wrong` is everything that should not have come of it. */
async function runRush(
  world: World,
  { attendees, spaces, scripts }: Size,
): Promise<Pace & { wrong: string[] }> {
  const crowd = await gatherCrowd(world.database, { attendees, spaces });
  const rush = await lineUpRush({ origin: world.server.url, crowd, scripts });
  await untilIdle(world.server.pid);
  const before = cpuTime(world.server.pid);
  const { answers, ms } = await rush();
  const cpu = (cpuTime(world.server.pid) - before) / attendees;
  const wrong = await judgeRush(world.database, crowd, { answers, spaces });
  await dropWaitingMail(world);
  return { perSecond: (attendees / ms) * 1_000, cpu, wrong };
}
