import { launch } from "chrome-launcher";
import lighthouse, { type Result } from "lighthouse";
import { closeDatabase, openDatabase } from "@/db/client";
import { wallClock } from "@/lib/clock";
import { fillDemo } from "@/scripts/demo";
import { visitors } from "@/scripts/demo/people";
import { special } from "@/scripts/demo/special-events";
import { startSessions } from "@/tests/harness/accounts";
import { startWorld, type World } from "@/tests/harness/world";

const runs = 3;

const goals = {
  performance: { title: "perf", least: 98 },
  accessibility: { title: "a11y", least: 98 },
  "best-practices": { title: "practices", least: 98 },
  seo: { title: "SEO", least: 98 },
  lcp: { title: "LCP ms", most: 1_500 },
  cls: { title: "CLS", most: 0.01 },
  tbt: { title: "TBT ms", most: 100 },
  scripts: { title: "JS kB", most: 160 },
};

type Goal = { title: string; least?: number; most?: number };
type Figures = Record<keyof typeof goals, number>;

/** A page to look at; `hidden` from search engines means that this is not held against it. */
type Page = { name: string; address: string; cookie?: string; hidden?: boolean };

/**
 * Opens pages of the demo with Lighthouse's own phone on its simulated slow 4G, prints the median of three
 * runs of each and marks what misses its goal; ends the process with 1 when something does. JS is all that
 * the page fetched, as it came over the wire, in kB of 1,000 bytes. A ticket is of no use to search engines
 * and asks them to leave it, so its SEO is judged without the audit `is-crawlable`. LCP and bytes are
 * simulated and steady; TBT is measured time times four, and only means something on a quiet machine.
 */
export async function measureWithLighthouse(): Promise<void> {
  const world = await startWorld();
  // A browser that root starts has no sandbox.
  const chromeFlags = ["--headless=new", ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])];
  const chrome = await launch({ chromePath: process.env.CHROMIUM_PATH, chromeFlags });
  try {
    const pages = await preparePages(world);
    print(`Median of ${runs}; ! marks what misses its goal; * without is-crawlable, as the page is private`);
    print(row("", (key) => goals[key].title));
    print(row("goal", (key) => goalText(goals[key])));
    for (const page of pages) {
      const measured: Figures[] = [];
      for (let turn = 0; turn < runs; turn += 1) measured.push(await measure(page, chrome.port));
      report(
        page,
        each((key) => middle(measured.map((figures) => figures[key]))),
      );
    }
  } finally {
    chrome.kill();
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
    { name: "list", address: list },
    { name: "list, signed in", address: list, cookie },
    { name: "event", address: event },
    { name: "event, signed in", address: event, cookie },
    { name: "ticket", address: `${server.url}/tickets/${found.ticket}`, cookie, hidden: true },
  ];
}

async function measure({ address, cookie, hidden }: Page, port: number): Promise<Figures> {
  const run = await lighthouse(address, {
    port,
    logLevel: "error",
    extraHeaders: cookie ? { Cookie: cookie } : undefined,
    skipAudits: hidden ? ["is-crawlable"] : undefined,
  });
  if (!run || run.lhr.runtimeError) throw new Error(`${address}: ${run?.lhr.runtimeError?.message}`);
  const { audits, categories, finalDisplayedUrl } = run.lhr;
  if (finalDisplayedUrl !== address) throw new Error(`${address} led to ${finalDisplayedUrl}`);
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
    scripts: scriptBytes(run.lhr) / 1_000,
  };
}

/** How many bytes of scripts came over the wire, heads included. */
function scriptBytes({ audits }: Result): number {
  const { details } = audits["network-requests"] ?? {};
  if (details?.type !== "table") throw new Error("Lighthouse did not list the requests.");
  const scripts = details.items.filter(({ resourceType }) => resourceType === "Script");
  return scripts.reduce((sum, { transferSize }) => sum + Number(transferSize), 0);
}

function report({ name, hidden }: Page, figures: Figures): void {
  const misses = (key: keyof Figures) => {
    const { least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY }: Goal = goals[key];
    return !(figures[key] >= least && figures[key] <= most);
  };
  if (Object.values(each(misses)).includes(true)) process.exitCode = 1;
  print(
    row(name, (key) => {
      const figure = String(Number(figures[key].toFixed(key === "cls" ? 4 : 0)));
      return `${figure}${hidden && key === "seo" ? "*" : ""}${misses(key) ? "!" : ""}`;
    }),
  );
}

const each = <Value>(of: (key: keyof Figures) => Value) =>
  Object.fromEntries(Object.keys(goals).map((key) => [key, of(key as keyof Figures)])) as Record<
    keyof Figures,
    Value
  >;

const middle = (values: number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const goalText = ({ least, most }: Goal) => (least === undefined ? `≤ ${most}` : `≥ ${least}`);

const row = (name: string, cell: (key: keyof Figures) => string) =>
  `${name.padEnd(18)}${Object.values(each(cell))
    .map((text) => text.padStart(10))
    .join("")}`;

const print = (text: string) => process.stdout.write(`${text}\n`);
