import type { World } from "@/tests/harness/world";
import { startBenchWorld } from "./bench-world";
import { askEach } from "./load";
import { inTurns, median, percentile } from "./statistics";
import type { Row } from "./table";

type Size = "200" | "10,000" | "100,000";
type Times = { p50: number; p99: number };
type Measured = Record<Size, Times>;

const sizes: Size[] = ["200", "10,000", "100,000"];
const turns = 3;

/** Addresses that have not been asked for in an earlier turn, so that none of their pages is in memory. */
type Addresses = (turn: number, world: World) => string[] | Promise<string[]>;

/**
 * Pages that are not in memory, one after the other: what making them takes, beside the same with 200
 * events; how that grows is the shape.
 */
export async function measureColdPages(): Promise<Row[]> {
  const worlds = {} as Record<Size, World>;
  try {
    for (const size of sizes) {
      const events = Number(size.replace(",", ""));
      worlds[size] = await startBenchWorld({ filling: { events, attendees: 2_000, tickets: events } });
      await warmUp(worlds[size]);
    }
    const list = await measure(worlds, listPages);
    const searches = await measure(worlds, searchPages);
    const deep = await measure({ "100,000": worlds["100,000"] }, deepPages);
    return [
      ...shapeOf("cold list", list),
      ...shapeOf("cold event page", await measure(worlds, eventPages)),
      ...shapeOf("search, p50", searches),
      ...sizes.map(
        (size): Row => ({
          what: `search, p99, ${size} events`,
          value: searches[size].p99,
          unit: "ms",
        }),
      ),
      {
        what: "cold pages 401 to 500 of the list, 100,000 events",
        value: deep["100,000"].p50,
        unit: "ms",
        limit: { is: "cold list", value: list["100,000"].p50 },
      },
    ];
  } finally {
    for (const world of Object.values(worlds)) await world.stop();
  }
}

/** The p50 and p99 of each world, in ms, in turns. */
async function measure<Name extends Size>(worlds: Record<Name, World>, addresses: Addresses) {
  const names = Object.keys(worlds) as Name[];
  const timed = names.map((name) => {
    const time = async (turn: number): Promise<Times> => {
      const times = await askEach(worlds[name].server, await addresses(turn, worlds[name]));
      return { p50: median(times), p99: percentile(times, 0.99) };
    };
    return [name, time] as const;
  });
  return inTurns(turns, Object.fromEntries(timed) as Record<Name, (typeof timed)[number][1]>);
}

/** The p50 of each size. */
const shapeOf = (what: string, measured: Measured): Row[] =>
  sizes.map((size) => ({
    what: `${what}, ${size} events`,
    value: measured[size].p50,
    unit: "ms",
    ...(size !== "200" && { limit: { is: "with 200 events", value: measured["200"].p50 } }),
  }));

/** The address of a list from a day long ago on: all that is to come, under a name of its own. */
const listFrom = (place: number) => `/?from=${new Date(place * 24 * 3_600_000).toISOString().slice(0, 10)}`;

const some = (count: number, address: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => address(index));

const eventsEach = 50;
const eventsFrom = async ({ database }: World, place: number) => {
  const statement = "select id from events order by starts_at, id limit ? offset ?";
  return (await database.sql(statement, [eventsEach, place])).map(({ id }) => `/events/${id}`);
};

const listPages: Addresses = (turn) => some(60, (index) => listFrom(turn * 60 + index));
const eventPages: Addresses = (turn, world) => eventsFrom(world, turn * eventsEach);
const deepPages: Addresses = (turn) => some(33, (index) => `/?page=${500 - turn * 33 - index}`);

/** What people type, by turns: something frequent, one event, a word begun, and what there is not. */
const searchPages: Addresses = (turn) =>
  some(120, (index) => {
    const number = turn * 120 + index;
    const kind = ["lecture", "night", "workshop", "recital", "walk"][number % 5];
    const typed = [
      `${kind} ${number % 100}`,
      `jazz ${number}`,
      `robotics n${number % 7} ${number}`,
      `zeppelin ${number}`,
    ];
    return `/?q=${encodeURIComponent(typed[number % 4] ?? "")}`;
  });

/** What is measured is a server that has run for a while. */
async function warmUp(world: World): Promise<void> {
  const lists = some(100, (index) => listFrom(1_000 + index));
  const searches = some(20, (index) => `/?q=warm+${index}`);
  await askEach(world.server, [...lists, ...searches, ...(await eventsFrom(world, 3 * eventsEach))]);
}
