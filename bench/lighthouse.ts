import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { closeDatabase, openDatabase } from "@/db/client";
import { wallClock } from "@/lib/runtime/clock";
import { fillDemo } from "@/scripts/demo";
import { visitors } from "@/scripts/demo/people";
import { special } from "@/scripts/demo/special-events";
import { startSessions } from "@/tests/harness/accounts";
import { startWorld, type World } from "@/tests/harness/world";
import { inTurns } from "./statistics";
import { type Row, valueAtLeast, valueAtMost } from "./table";

const runs = 3;

/** Fetched by npx when it is first needed: over two hundred packages that nothing else of Evento uses. */
const lighthouse = "lighthouse@12.8.2";

/** The figures of a page: how a row names them, and what they should be. */
const figures = {
  performance: { title: "performance", unit: "points", goal: valueAtLeast(95) },
  accessibility: { title: "accessibility", unit: "points", goal: valueAtLeast(95) },
  "best-practices": { title: "best practices", unit: "points", goal: valueAtLeast(95) },
  seo: { title: "SEO", unit: "points", goal: valueAtLeast(95) },
  lcp: { title: "largest contentful paint", unit: "ms" },
  cls: { title: "layout shift", unit: "", goal: valueAtMost(0.01) },
  tbt: { title: "total blocking time", unit: "ms" },
  scripts: { title: "scripts, compressed", unit: "kB", goal: valueAtMost(140) },
};

type Figure = keyof typeof figures;
const everyFigure = Object.keys(figures) as Figure[];

/** A page to look at; `hidden` from search engines means that this is not held against it. */
type Page = { name: string; address: string; cookie?: string; hidden?: boolean };

/**
 * Opens pages of the demo with Lighthouse's own phone on its simulated slow 4G: the median of three runs of
 * each. Scripts are all that the page fetched, as it came over the wire, in kB of 1,000 bytes. A ticket is
 * of no use to search engines and asks them to leave it, so its SEO is judged without the audit
 * `is-crawlable`.
 */
export async function measureWithLighthouse(): Promise<Row[]> {
  const world = await startWorld();
  try {
    const pages = await preparePages(world);
    // In turns, so that a minute in which the machine is busy falls on one run of each page and not on all of one.
    const looks = pages.map((page): [string, () => ReturnType<typeof measure>] => [
      page.name,
      () => measure(page),
    ]);
    const measured = await inTurns<string, Figure>(runs, Object.fromEntries(looks));
    return pages.flatMap(({ name }) =>
      everyFigure.map((figure): Row => {
        const { title, ...rest } = figures[figure];
        return { what: `${name}: ${title}`, value: measured[name]?.[figure] ?? Number.NaN, ...rest };
      }),
    );
  } finally {
    await world.stop();
  }
}

/** Fills the world with the demo and tells which pages to look at, public ones also as its attendee. */
async function preparePages({ server, database, databaseUrl }: World): Promise<Page[]> {
  await openDatabase({ url: databaseUrl });
  await fillDemo(wallClock());
  await closeDatabase();
  const { name } = special.lastThree;
  const [found] = await database.sql(
    "select e.id as event, t.id as ticket, u.id as holder from events e join tickets t on t.event_id = e.id join users u on u.id = t.holder_id where e.name = ? and u.email = ?",
    [name, visitors.attendee.email],
  );
  if (!found) throw new Error(`The demo's attendee has no ticket for ${name}.`);
  const holder = { id: String(found.holder), ...visitors.attendee };
  const [session] = await startSessions(database, [holder]);
  const cookie = `evento.session=${session}`;
  const list = `${server.url}/`;
  const event = `${server.url}/events/${found.event}`;
  return [
    { name: "list on a phone", address: list },
    { name: "list on a phone, signed in", address: list, cookie },
    { name: "event on a phone", address: event },
    { name: "event on a phone, signed in", address: event, cookie },
    { name: "ticket on a phone", address: `${server.url}/tickets/${found.ticket}`, cookie, hidden: true },
  ];
}

/** What is used of a report of Lighthouse. */
type Result = {
  runtimeError?: { message: string };
  finalDisplayedUrl: string;
  categories: Record<string, { score: number | null }>;
  audits: Record<string, { numericValue?: number; details?: { items?: Record<string, unknown>[] } }>;
};

async function runLighthouse({ address, cookie, hidden }: Page): Promise<Result> {
  const folder = mkdtempSync(path.join(tmpdir(), "evento-lighthouse-"));
  const file = path.join(folder, "report.json");
  // A browser that root starts has no sandbox.
  const chromeFlags = `--headless=new${process.getuid?.() === 0 ? " --no-sandbox" : ""}`;
  const options = [
    ...["--quiet", "--output=json", `--output-path=${file}`, `--chrome-flags=${chromeFlags}`],
    ...(cookie ? [`--extra-headers=${JSON.stringify({ Cookie: cookie })}`] : []),
    ...(hidden ? ["--skip-audits=is-crawlable"] : []),
  ];
  const env = { ...process.env, CHROME_PATH: process.env.CHROMIUM_PATH ?? process.env.CHROME_PATH };
  try {
    await promisify(execFile)("npx", ["--yes", lighthouse, address, ...options], { env });
    return JSON.parse(readFileSync(file, "utf8"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(page: Page): Promise<Record<Figure, number>> {
  // Now and then Chromium records no trace, and Lighthouse asks to be run again.
  const result = await runLighthouse(page).catch(() => runLighthouse(page));
  if (result.runtimeError) throw new Error(`${page.address}: ${result.runtimeError.message}`);
  const { audits, categories, finalDisplayedUrl } = result;
  if (finalDisplayedUrl !== page.address) throw new Error(`${page.address} led to ${finalDisplayedUrl}`);
  const score = (category: string) => Math.round((categories[category]?.score ?? 0) * 100);
  const value = (audit: string) => audits[audit]?.numericValue ?? Number.NaN;
  return {
    performance: score("performance"),
    accessibility: score("accessibility"),
    "best-practices": score("best-practices"),
    seo: score("seo"),
    lcp: value("largest-contentful-paint"),
    cls: value("cumulative-layout-shift"),
    tbt: value("total-blocking-time"),
    scripts: scriptBytes(result) / 1_000,
  };
}

/** How many bytes of scripts came over the wire, heads included. */
function scriptBytes({ audits }: Result): number {
  const requests = audits["network-requests"]?.details?.items;
  if (!requests) throw new Error("Lighthouse did not list the requests.");
  const scripts = requests.filter(({ resourceType }) => resourceType === "Script");
  return scripts.reduce((sum, { transferSize }) => sum + Number(transferSize), 0);
}
