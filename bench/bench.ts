import { readFileSync, writeFileSync } from "node:fs";
import { measureAccountTiming } from "./account-timing";
import { measureColdPages } from "./cold-pages";
import { measureDoor } from "./door";
import { measureWithLighthouse } from "./lighthouse";
import { describeMachine } from "./machine";
import { measureMails } from "./mails";
import { measureMemory } from "./memory";
import { replaceSection } from "./page-section";
import { measurePersonalPages } from "./personal-pages";
import { measurePublicPages } from "./public-pages";
import { measureRenders } from "./renders";
import { measureRushes } from "./rush";
import { measureSignIns } from "./sign-ins";
import { measureStartUp } from "./start-up";
import { formatTable, judge, type Row } from "./table";
import { measureTwoServers } from "./two-servers";

const page = "docs/performance.md";

const parts = {
  "public-pages": measurePublicPages,
  "personal-pages": measurePersonalPages,
  "cold-pages": measureColdPages,
  rush: measureRushes,
  door: measureDoor,
  renders: measureRenders,
  mails: measureMails,
  "sign-ins": measureSignIns,
  "account-timing": measureAccountTiming,
  "start-up": measureStartUp,
  memory: measureMemory,
};

type Part = keyof typeof parts;
const everyPart = Object.keys(parts) as Part[];

/** What needs more than the machine has, and is only measured when it is asked for. */
const extras = {
  "--postgres": async () => [...(await measureRushes("postgres")), ...(await measureTwoServers())],
  "--lighthouse": measureWithLighthouse,
};

/**
 * Measures the parts that are named, or all, and prints one table. `--postgres` measures the rush on
 * PostgreSQL too, and two servers; `--lighthouse` pages in a browser; `--write` puts a whole table into
 * docs/performance.md. Ends the process with 1 when the server did something wrong or a part could not be measured; a
 * goal that is missed is a result.
 */
export async function runBench(given: string[]): Promise<void> {
  const odd = given.filter((word) => !["--write", ...Object.keys(extras), ...everyPart].includes(word));
  const named = everyPart.filter((part) => given.includes(part));
  const write = given.includes("--write");
  if (odd.length > 0 || (write && named.length > 0)) {
    process.stderr.write(
      `npm run bench [-- ${everyPart.join(" | ")}] [--postgres] [--lighthouse], or all with --write\n`,
    );
    process.exitCode = 1;
    return;
  }
  const rows: Row[] = [];
  for (const part of named.length > 0 ? named : everyPart) rows.push(...(await measure(part, parts[part])));
  for (const [extra, measureExtra] of Object.entries(extras))
    if (given.includes(extra)) rows.push(...(await measure(extra, measureExtra)));
  const results = `${describeMachine(new Date())}\n\n${formatTable(rows)}`;
  process.stdout.write(`${results}\n`);
  if (write) writeFileSync(page, replaceSection(readFileSync(page, "utf8"), "bench", results));
  if (rows.some((row) => judge(row) === "WRONG")) process.exitCode = 1;
}

/** A part that fails is a line of the table, so that the others are not lost. */
async function measure(part: string, measurePart: () => Promise<Row[]>): Promise<Row[]> {
  const from = performance.now();
  process.stderr.write(`${part}… `);
  const rows = await measurePart().catch((error: Error): Row[] => [
    { what: part, value: Number.NaN, unit: "", problems: [error.message] },
  ]);
  process.stderr.write(`${Math.round((performance.now() - from) / 1_000)} s\n`);
  return rows;
}
