import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { judgeBroken } from "@/tests/harness/acknowledged";
import { type KillDrill, runKillDrill } from "@/tests/harness/kill-drill";

// `npm run test:faults` kills it a hundred times.
let drill: KillDrill;
beforeAll(async () => {
  drill = await runKillDrill({ kills: 5, seed: Math.floor(Math.random() * 2 ** 31), mailed: false });
}, 240_000);
afterAll(() => drill?.stop());

describe("a server that is killed while people work", () => {
  it("loses nothing that it has acknowledged", () => {
    const { tickets, checkIns, edits } = drill.acknowledged;
    expect(drill.broken).toEqual([]);
    expect(checkIns.size).toBeGreaterThan(0);
    expect(edits.length).toBeGreaterThan(0);
    expect(drill.kept).toBeGreaterThan(tickets.size + checkIns.size + edits.length);
  });

  /** Two people in a line, and the order in which they got tickets. */
  const line = (first: string, second: string) => `
    drop index waiting_list_one_each;
    insert into waiting_list_entries (id, event_id, user_id, place, joined_at, until)
    select 'line' || n, (select min(id) from events), (select min(id) from users), 9000 + n, 0, 0
    from (select 1 as n union select 2);
    insert into audit_log (id, at, action, subject, details) values
      ('j1', 0, 'waiting-list.join', 'e', '{"entry":"line1"}'),
      ('j2', 0, 'waiting-list.join', 'e', '{"entry":"line2"}'),
      ('h1', 0, 'waiting-list.hand-over', 'e', '{"entry":"${first}"}'),
      ('h2', 0, 'waiting-list.hand-over', 'e', '{"entry":"${second}"}')`;

  it.each<[string, Parameters<typeof judgeBroken>[2], RegExp]>([
    ["a lost ticket", { sql: "delete from tickets" }, /^the ticket \w+ is lost$/m],
    ["a lost check-in", { sql: "delete from check_ins" }, /^the check-in \w+ is lost$/m],
    [
      "a check-in that was undone",
      { sql: "update check_ins set state = 'undone', undone_at = 1" },
      /^the check-in/m,
    ],
    [
      "a lost edit",
      { sql: "delete from audit_log where action = 'event.edit'" },
      /^the edit to \d+ spaces is lost$/m,
    ],
    ["an edit without its effect", { sql: "update events set capacity = 900" }, /but the last edit set/],
    [
      "a wrong counter",
      { sql: "update events set allocated = allocated - 1 where allocated > 5" },
      /allocated, but/,
    ],
    [
      "two tickets of one person",
      {
        sql: `drop index tickets_one_active_each;
          insert into tickets (id, event_id, holder_id, code, search_text, created_at)
          select 'second', event_id, holder_id, 'second', '', 0 from tickets where voided_at is null limit 1`,
      },
      /^1 people have two tickets$/m,
    ],
    [
      "a ticket without its mail",
      { sql: "update tickets set id = 'new' where rowid = 1" },
      /^1 tickets without a mail$/m,
    ],
    [
      "a line in another order",
      { sql: line("line2", "line1") },
      /^place 9002 got a ticket before place 9001$/m,
    ],
    ["a row without its parent", { sql: "delete from events" }, /rows without the row they belong to/],
    ["a damaged file", { index: "outbox_newest" }, /^integrity check: /m],
  ])("is judged by a check that finds %s", (_, change, problem) => {
    expect(judgeBroken(drill.file, drill.acknowledged, change).join("\n")).toMatch(problem);
  });

  it("is judged by a check that accepts a line in its order", () => {
    const problems = judgeBroken(drill.file, drill.acknowledged, { sql: line("line1", "line2") });
    expect(problems.filter((each) => each.startsWith("place"))).toEqual([]);
  });
});
