import { afterEach, expect, it } from "vitest";
import { addAccounts, addEvent, addTickets } from "@/tests/harness/accounts";
import { openRows } from "@/tests/harness/rows";
import { startSmtp } from "@/tests/harness/smtp";
import { startWorld, type World } from "@/tests/harness/world";

const token = "0123456789abcdef0123456789abcdef";
let world: World;
afterEach(() => world?.stop());

const read = (Authorization = `Bearer ${token}`) =>
  world.visitor().send("/api/metrics", { headers: { Authorization } });

/** The value of a series, such as `evento_mails_total{result="sent"}`; undefined if there is none. */
const figure = (text: string, series: string) =>
  text
    .split("\n")
    .filter((line) => line.startsWith(`${series} `))
    .map((line) => Number(line.slice(series.length + 1)))[0];

it("is not there without METRICS_TOKEN, for anybody", async () => {
  world = await startWorld();
  const { visitor } = await world.join({ role: "organiser" });
  for (const answer of [await read(), await read("Bearer "), await visitor.get("/api/metrics")])
    expect([answer.status, answer.text]).toEqual([404, "There are no metrics here.\n"]);
});

it("tells those with the token alone how this process is doing, without a word about events", async () => {
  const smtp = await startSmtp();
  world = await startWorld({ env: { METRICS_TOKEN: token, SMTP_URL: smtp.url } });
  const { account, visitor: host } = await world.join({ role: "organiser" });
  for (const Authorization of [
    "",
    "Bearer",
    `Bearer ${token}x`,
    `Basic ${token}`,
    token,
    `Bearer ${token} x`,
  ])
    expect((await read(Authorization)).status, Authorization).toBe(401);
  const refused = await host.get("/api/metrics");
  expect([refused.status, refused.headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
  expect(refused.text).not.toContain("evento_");

  const people = await addAccounts(world.database, Array(37).fill({}));
  const event = await addEvent(world.database, { createdBy: account.id, capacity: 4_242, name: "Secretive" });
  await addTickets(world.database, event, people);
  const { visitor } = await world.join();
  const page = await visitor.get(`/events/${event}`);
  await world.visitor().get(`/events/${event}`);
  expect((await visitor.submit(page, "Request ticket")).status).toBe(303);
  await visitor.get("/no/such/page");
  await expect.poll(async () => figure((await read()).text, 'evento_mails_total{result="sent"}')).toBe(1);

  const { status, headers, text } = await read();
  expect([status, headers.get("cache-control")]).toEqual([200, "private, no-store"]);
  expect(headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/);
  const counted = (each: string) =>
    figure(text, `evento_http_request_duration_seconds_count{status="${each}"}`);
  expect([counted("3xx"), Number(counted("4xx")) >= 8, Number(counted("2xx")) >= 3]).toEqual([1, true, true]);
  expect(figure(text, "evento_http_requests_in_flight")).toBe(1);
  expect(figure(text, 'evento_page_cache_requests_total{cache="pages",result="miss"}')).toBeGreaterThan(0);
  expect(figure(text, 'evento_page_cache_requests_total{cache="pages",result="hit"}')).toBeGreaterThan(0);
  expect(figure(text, 'evento_page_cache_bytes{cache="pages"}')).toBeDefined();
  expect(figure(text, 'evento_mail_queue{state="queued"}')).toBe(0);
  expect(figure(text, 'evento_mail_queue{state="mailings"}')).toBe(0);
  expect(figure(text, "evento_database_up")).toBe(1);
  expect(figure(text, "evento_database_busy_total")).toBe(0);
  expect(figure(text, "process_resident_memory_bytes")).toBeGreaterThan(0);
  expect(figure(text, "nodejs_eventloop_lag_p99_seconds")).toBeDefined();
  expect(text).not.toMatch(new RegExp(`${event}|${account.id}|Secretive|@|/events|capacity|ticket`, "i"));
  // Nor how many spaces an event has.
  expect(text).not.toMatch(/^evento_.*[ "]4242("|$)/m);
  // Nor how many have tickets.
  expect(text.split("\n").filter((line) => /^evento_(?!http_).* (37|38)$/.test(line))).toEqual([]);

  // A dead mail and an unreadable database show.
  const [mail] = await world.database.sql("select id from outbox");
  await world.database.sql("update outbox set state = 'dead' where id = ?", [String(mail?.id)]);
  expect(figure((await read()).text, 'evento_mail_queue{state="dead"}')).toBe(1);
  const rows = await openRows(world.databaseUrl);
  await rows.sql("alter table mailings rename to elsewhere");
  const without = (await read()).text;
  expect([figure(without, "evento_database_up"), figure(without, 'evento_mail_queue{state="dead"}')]).toEqual(
    [0, undefined],
  );
  await rows.sql("alter table elsewhere rename to mailings");
  await rows.close();
  await smtp.stop();
});
