import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { gatherCrowd, lineUpRush } from "@/tests/harness/rush";
import { startBenchWorld } from "./bench-world";
import { startReaders } from "./readers";
import { type Row, valueAtMost } from "./table";

/** So many of 10,000 spaces are taken when the rush begins, so that all labels of the last 5 % are passed. */
const taken = 8_500;

/**
 * How often an event's page is rendered while its last 1,500 of 10,000 spaces go to 2,000 who rush and
 * others read the page all the time. Each of the last 499 spaces changes the label that everybody sees.
 */
export async function measureRenders(): Promise<Row[]> {
  const folder = mkdtempSync(path.join(tmpdir(), "evento-renders-"));
  const file = path.join(folder, "renders");
  const env = {
    NODE_OPTIONS: `--import=${pathToFileURL(path.resolve("bench/count-renders.mjs"))}`,
    RENDERS_OF: "/events/[id]",
    RENDERS_FILE: file,
  };
  const world = await startBenchWorld({ env });
  try {
    const crowd = await gatherCrowd(world.database, { attendees: 2_000, spaces: 10_000 });
    await world.database.sql("update events set allocated = ? where id = ?", [taken, crowd.eventId]);
    const rush = await lineUpRush({ origin: world.server.url, crowd, scripts: true });
    const readers = await startReaders(`${world.server.url}/events/${crowd.eventId}`);
    try {
      const before = Number(readFileSync(file, "utf8"));
      if (before === 0) throw new Error("a page was read and no render was counted");
      const { result, perSecond } = await readers.rateDuring(rush);
      const tickets = result.answers.filter(({ kind }) => kind === "ticket").length;
      return [
        {
          what: "renders of the event page, rush for 10,000 spaces",
          value: Number(readFileSync(file, "utf8")) - before,
          unit: "renders",
          goal: valueAtMost(599),
          problems: tickets === 10_000 - taken ? [] : [`${tickets} tickets instead of ${10_000 - taken}`],
        },
        { what: "reads of the event page meanwhile", value: perSecond, unit: "requests/s" },
      ];
    } finally {
      await readers.stop();
    }
  } finally {
    await world.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
