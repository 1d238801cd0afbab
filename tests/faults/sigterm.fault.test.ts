import { setTimeout as pause } from "node:timers/promises";
import { expect, it } from "vitest";
import { type Crowd, gatherCrowd, readyForm } from "@/tests/harness/rush";
import { type Outcome, openStuckClients, sendAlone } from "@/tests/harness/stopping-server";
import { startWorld, type World } from "@/tests/harness/world";
import { reportFault } from "./report";

const attendees = 2_000;
const clientsAtOnce = 60;

/** In ms: how long connections are still accepted after SIGTERM, a little less than server/shutdown.ts says. */
const accepting = 900;

/** Stops the server under load, and returns what is wrong with that. */
async function stopUnderLoad(
  world: World,
  {
    crowd,
    cookies,
    signal,
    stuck,
  }: { crowd: Crowd; cookies: string[]; signal: "SIGTERM" | "SIGKILL"; stuck: boolean },
) {
  const { server, database } = world;
  const form = await readyForm(`${server.url}/events/${crowd.eventId}`, "Request ticket");
  const outcomes: Outcome[] = [];
  let stopped = false;
  const ask = async (n: number) => {
    const cookie = cookies.shift();
    if (n % 3 === 0 && cookie) {
      const headers = { ...form.headers, Origin: form.url.origin, Cookie: `evento.session=${cookie}` };
      return sendAlone(form.url, { method: "POST", headers, body: form.body });
    }
    const path = ["/", `/events/${crowd.eventId}`, "/sign-in"][n % 3] ?? "/";
    return sendAlone(new URL(path, server.url));
  };
  const client = async (first: number) => {
    for (let n = first; !stopped; n += 1) {
      const outcome = await ask(n);
      outcomes.push(outcome);
      if (outcome.answer === "none") await pause(20);
    }
  };
  const closeStuck = stuck ? await openStuckClients(server.port, 10) : () => {};
  const clients = Promise.all(Array.from({ length: clientsAtOnce }, (_, n) => client(n)));
  while (outcomes.length < 3 * clientsAtOnce) await pause(10);

  const signalledAt = performance.now();
  const readiness: (number | "refused")[] = [];
  process.kill(server.pid, signal);
  const ended = server.stop("SIGTERM");
  while (readiness.at(-1) !== "refused" && readiness.length < 200) {
    const { status } = await sendAlone(new URL("/api/health/ready", server.url));
    readiness.push(status ?? "refused");
  }
  const exitCode = await ended;
  const seconds = (performance.now() - signalledAt) / 1_000;
  stopped = true;
  await clients;
  closeStuck();

  const problems: string[] = [];
  const cut = outcomes.filter(({ answer }) => answer === "cut");
  if (cut.length > 0) problems.push(`${cut.length} answers were cut off, such as that of ${cut[0]?.path}`);
  const lost = outcomes.filter(({ answer, sentAt }) => answer === "none" && sentAt < signalledAt + accepting);
  if (lost.length > 0) problems.push(`${lost.length} requests from before the last moment had no answer`);
  const failed = outcomes.filter(({ status = 0 }) => status >= 500 && status !== 503);
  if (failed.length > 0) problems.push(`${failed.length} requests failed with ${failed[0]?.status}`);
  // A busy machine refuses some with 503 at any time; one that stops does not refuse more.
  const busy = outcomes.filter(({ status }) => status === 503).length;
  if (busy > outcomes.length / 20) problems.push(`${busy} requests were answered with 503`);
  if (!readiness.includes(503)) problems.push("readiness never said 503");
  if (readiness.lastIndexOf(200) > readiness.indexOf(503)) problems.push("readiness said 200 after 503");
  if (exitCode !== 0) problems.push(`the exit code is ${exitCode}`);
  if (seconds > 30) problems.push(`the server took ${seconds.toFixed(1)} s to end`);
  const answered = outcomes.filter(({ answer }) => answer === "whole");
  const promised = answered.flatMap(({ location }) => /^\/tickets\/(\w+)/.exec(location ?? "")?.[1] ?? []);
  const rows = await database.sql("select id from tickets where event_id = ?", [crowd.eventId]);
  const stored = new Set(rows.map(({ id }) => String(id)));
  const missing = promised.filter((id) => !stored.has(id));
  if (missing.length > 0) problems.push(`${missing.length} tickets that were promised do not exist`);
  return { problems, kept: answered.length - busy, busy, tickets: promised.length, seconds };
}

it("lets requests finish and ends in time when the server is told to stop under load", async (context) => {
  const world = await startWorld();
  context.onTestFinished(world.stop);
  const crowd = await gatherCrowd(world.database, { attendees, spaces: attendees });
  const cookies = [...crowd.cookies];

  const killed = await stopUnderLoad(world, { crowd, cookies, signal: "SIGKILL", stuck: false });
  expect(killed.problems.join("\n")).toMatch(/had no answer|cut off/);

  const rounds = { calm: 8, stuck: 3 };
  const broken: string[] = [];
  let kept = 0;
  let tickets = 0;
  let busy = 0;
  const longest = { calm: 0, stuck: 0 };
  for (const kind of ["calm", "stuck"] as const) {
    for (let round = 0; round < rounds[kind]; round += 1) {
      await world.restart();
      const stop = await stopUnderLoad(world, { crowd, cookies, signal: "SIGTERM", stuck: kind === "stuck" });
      broken.push(...stop.problems);
      kept += stop.kept;
      tickets += stop.tickets;
      busy += stop.busy;
      longest[kind] = Math.max(longest[kind], stop.seconds);
    }
  }
  reportFault(context, {
    fault: `SIGTERM among ${clientsAtOnce} clients, in ${rounds.stuck} rounds also 30 stuck ones: ready is 503, whole answers, exit code 0 within 30 s`,
    attempts: rounds.calm + rounds.stuck,
    kept,
    broken,
    figures: `${tickets} tickets among them, ${busy} answers were 503; ended in at most ${longest.calm.toFixed(1)} s, with stuck clients ${longest.stuck.toFixed(1)} s`,
    control: `kill -9 instead: ${killed.problems.join("; ")}`,
  });
});
