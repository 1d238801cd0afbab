import { existsSync, readFileSync } from "node:fs";
import { gatherCrowd, judgeRush, type RushAnswer, rush } from "@/tests/harness/rush";
import { type Engine, startWorld } from "@/tests/harness/world";

type Size = { attendees: number; spaces: number };
type Run = {
  perSecond: number;
  p50: number;
  p99: number;
  tickets: number;
  full: number;
  errors: number;
  cpu: number;
};

const runs = 3;

/**
 * Prints how a rush goes, the median of three runs: the arguments are how many attendees (200, at most
 * 5,000) and how many spaces (50), `--scripts` to send the form as a browser with JavaScript does, and
 * `--postgres` to measure that too. Ends the process with 1 when a run gives out a wrong number of tickets.
 */
export async function measureRush(given: string[]): Promise<void> {
  const [attendees = 200, spaces = 50] = given.filter((word) => /^\d{1,6}$/.test(word)).map(Number);
  const size = { attendees: Math.min(attendees, 5_000), spaces };
  const scripts = given.includes("--scripts");
  const engines: Engine[] = given.includes("--postgres") ? ["sqlite", "postgres"] : ["sqlite"];
  print(`${size.attendees} attendees, ${size.spaces} spaces, ${scripts ? "with" : "without"} JavaScript`);
  print("engine     answers/s  p50 ms  p99 ms  tickets  full  errors  server CPU ms/answer");
  for (const engine of engines) {
    const measured: Run[] = [];
    for (let turn = 0; turn < runs; turn += 1) measured.push(await measure(engine, size, scripts));
    for (const run of measured) print(line(engine, run));
    print(`${line("median", middle(measured))}\n`);
  }
}

/** One rush on a new server and a new database, after another that warms the program up, as in a server that has run for a while. */
async function measure(engine: Engine, size: Size, scripts: boolean): Promise<Run> {
  const world = await startWorld({ engine });
  try {
    const origin = world.server.url;
    await rush({
      origin,
      crowd: await gatherCrowd(world.database, { attendees: 600, spaces: 150 }),
      scripts,
    });
    const crowd = await gatherCrowd(world.database, size);
    const cpuBefore = cpuTime(world.server.pid);
    const { answers, ms } = await rush({ origin, crowd, scripts });
    const cpu = (cpuTime(world.server.pid) - cpuBefore) / answers.length;
    const problems = await judgeRush(world.database, crowd, { answers, spaces: size.spaces });
    for (const problem of problems) print(`WRONG ${problem}`);
    if (problems.length > 0) process.exitCode = 1;
    return { ...summarise(answers, ms), cpu };
  } finally {
    await world.stop();
  }
}

/** The processor time a process has used, in ms: unlike the clock, it does not count what others used. */
function cpuTime(pid: number): number {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return Number.NaN;
  const [, state = ""] = readFileSync(file, "utf8").split(") ");
  const fields = state.split(" ");
  // In hundredths of a second: user and system.
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

function summarise(answers: RushAnswer[], ms: number): Omit<Run, "cpu"> {
  const times = answers.map((answer) => answer.ms).sort((a, b) => a - b);
  const at = (share: number) => times[Math.ceil(share * times.length) - 1] ?? 0;
  const of = (kind: RushAnswer["kind"]) => answers.filter((answer) => answer.kind === kind).length;
  return {
    perSecond: (answers.length / ms) * 1_000,
    p50: at(0.5),
    p99: at(0.99),
    tickets: of("ticket"),
    full: of("full"),
    errors: of("error"),
  };
}

const middle = (measured: Run[]) =>
  [...measured].sort((a, b) => a.perSecond - b.perSecond)[Math.floor(measured.length / 2)] as Run;

function line(name: string, { perSecond, p50, p99, tickets, full, errors, cpu }: Run): string {
  const cells: [number, number][] = [
    [perSecond, 11],
    [p50, 8],
    [p99, 8],
    [tickets, 9],
    [full, 6],
    [errors, 8],
  ];
  const figures = cells.map(([value, width]) => String(Math.round(value)).padStart(width));
  return `${name.padEnd(9)}${figures.join("")}  ${cpu.toFixed(1).padStart(20)}`;
}

const print = (text: string) => process.stdout.write(`${text}\n`);
