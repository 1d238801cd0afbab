import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { routes } from "@/tests/harness/access-table";
import { readDocument } from "@/tests/harness/html-form";
import type { Answer, Visitor } from "@/tests/harness/http-client";
import type { Row } from "@/tests/harness/rows";
import { type Identity, identities, type Scene, setScene } from "@/tests/harness/scene";
import { startWorld, type World } from "@/tests/harness/world";

let world: World;
let scene: Scene;
beforeAll(async () => {
  world = await startWorld();
  scene = await setScene(world);
});
afterAll(() => world?.stop());

/** What a GET may write, by table and column: that data was downloaded, with the limit of such entries. */
const exceptions = ["audit_log", "rate_limits", "sessions.last_seen_at"];

type Dump = Record<string, Row[]>;

/** The columns that differ between two dumps; `table` alone where rows came or went. */
function changesBetween(before: Dump, after: Dump): string[] {
  const changes = new Set<string>();
  for (const table of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const rows = after[table] ?? [];
    const ids = new Map(before[table]?.map((row) => [row.id ?? row.key ?? JSON.stringify(row), row]));
    if (ids.size !== rows.length) changes.add(table);
    for (const row of rows) {
      const known = ids.get(row.id ?? row.key ?? JSON.stringify(row));
      if (!known) changes.add(table);
      else
        for (const column of Object.keys(row))
          if (String(row[column]) !== String(known[column])) changes.add(`${table}.${column}`);
    }
  }
  return [...changes].sort();
}

/** The addresses of this site that a page leads to: its links, pictures, and forms that only read. */
function linksOf(answer: Answer): string[] {
  if (!answer.headers.get("content-type")?.includes("text/html")) return [];
  const document = readDocument(answer);
  const linked = [...document.querySelectorAll("[href], [src], form[method=get]")].map((element) =>
    ["href", "src", "action"].map((name) => element.getAttribute(name)).find(Boolean),
  );
  return linked.flatMap((address) => {
    const url = address && URL.parse(address, answer.url);
    const isOwn = url && url.origin === new URL(answer.url).origin && !url.pathname.startsWith("/_next/");
    return isOwn ? [url.pathname + url.search] : [];
  });
}

/** Reads every address that can be reached, as documents do, and returns them. */
async function crawl(visitor: Visitor, start: string[]): Promise<string[]> {
  const known = new Set(start);
  // A set is read on while it grows.
  for (const path of known) {
    const answer = await visitor.get(path);
    expect(answer.status, path).toBeLessThan(500);
    // Each month leads to the next one.
    if (path.includes("month=")) continue;
    for (const link of [...linksOf(answer), ...(answer.location?.startsWith("/") ? [answer.location] : [])])
      known.add(link);
  }
  return [...known];
}

/** What looks like a form's fields. */
const withFields = ({ event, ticket, holder }: Scene) => [
  `/events/${event}?eventId=${event}&request=1`,
  `/tickets/${ticket}?ticketId=${ticket}&cancel=1`,
  "/account?name=Mallory&reminders=off",
  `/dashboard/events/${event}?eventId=${event}&userId=${holder.id}&reason=x&show=x&show=void&done=waiting&waiting=-1`,
  `/dashboard/events/${event}/door?q=a&q=b&scan=%00&only=a&only=b`,
];

describe("reading", () => {
  const pathsOf = (who: Identity) => [
    ...routes.filter(({ body }) => !body).map(({ path }) => path(scene, who)),
    ...withFields(scene),
  ];

  it("changes nothing but when a session was seen last and what was exported, for everybody and on every page", async () => {
    const anHourAgo = new Date(Date.now() - 3_600_000);
    await world.database.sql("update sessions set last_seen_at = ?", [anHourAgo]);
    const before = await world.database.dump();
    for (const who of identities) {
      const visitor = scene.visitorOf(who);
      for (const path of pathsOf(who)) {
        await visitor.getRsc(path);
        await visitor.send(path, { method: "HEAD" });
      }
    }
    for (const who of ["attendee", "holder", "promoted", "creator"] as const)
      expect((await crawl(scene.visitorOf(who), pathsOf(who))).length).toBeGreaterThan(70);
    // Each of them was written, so a comparison finds what a GET writes.
    expect(changesBetween(before, await world.database.dump())).toEqual(exceptions);
    const written = await world.database.sql("select distinct action from audit_log order by action");
    expect(written).toEqual([{ action: "account.download-data" }, { action: "attendees.export" }]);
  }, 180_000);

  it("would be noticed if it added a row, removed one or changed one", async () => {
    const before = await world.database.dump();
    await world.database.sql("update users set name = 'Mallory' where id = ?", [scene.holder.id]);
    await world.database.sql("delete from exclusions");
    await world.database.sql("delete from rate_limits");
    await world.database.sql(
      "insert into rate_limits (key, count, window_started_at, last_at, expires_at) values ('a', 1, ?, ?, ?)",
      Array(3).fill(new Date()),
    );
    expect(changesBetween(before, await world.database.dump())).toEqual([
      "exclusions",
      "rate_limits",
      "users.name",
    ]);
  });
});
