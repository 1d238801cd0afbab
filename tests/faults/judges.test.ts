import { describe, expect, it } from "vitest";
import { judgeSlowed, judgeTables, judgeUse } from "./judge-load";
import { judgeMails } from "./judge-mails";

const minute = 60_000;
const level = { rss: 300, heap: 80, descriptors: 60, wal: 4 };

/** Samples every 5 s of ten minutes. */
const samplesOf = (change: (at: number) => Partial<typeof level>) =>
  Array.from({ length: 120 }, (_, n) => ({ at: n * 5_000, ...level, ...change(n * 5_000) }));

describe("judgeUse", () => {
  it("finds nothing in a load that stays level, or that grows only to warm up", () => {
    expect(
      judgeUse(
        samplesOf((at) => ({ rss: 300 + (at % 7) * 10 })),
        10 * minute,
      ),
    ).toEqual([]);
    expect(
      judgeUse(
        samplesOf((at) => (at < minute ? { rss: 50, heap: 10 } : {})),
        10 * minute,
      ),
    ).toEqual([]);
  });

  it.each([
    ["memory grew", (at: number) => ({ rss: 300 + at / 1_000 })],
    ["the heap grew", (at: number) => ({ heap: 80 + at / 2_000 })],
    ["descriptors grew", (at: number) => ({ descriptors: 60 + Math.floor(at / 5_000) })],
    ["the write-ahead log has", (at: number) => ({ wal: 4 + at / 20_000 })],
  ])("finds one that does not: %s", (problem, change) => {
    expect(judgeUse(samplesOf(change), 10 * minute)).toEqual([expect.stringContaining(problem)]);
  });
});

describe("judgeTables", () => {
  const growth = { acknowledged: { tickets: 10 }, most: { audit_log: 40 } };

  it("expects of each table what was acknowledged, or at most so many rows", () => {
    expect(judgeTables({ ...growth, grown: { tickets: 10, events: 0, audit_log: 40 } })).toEqual([]);
  });

  it("finds rows that nobody acknowledged, that are missing, and that are too many", () => {
    expect(judgeTables({ ...growth, grown: { tickets: 9, sessions: 1, audit_log: 41 } })).toEqual([
      "tickets grew by 9 rows, and 10 were acknowledged",
      "sessions grew by 1 rows, and 0 were acknowledged",
      "audit_log grew by 41 rows",
    ]);
  });
});

describe("judgeSlowed", () => {
  it("compares medians, so that one slow round is nothing", () => {
    expect(judgeSlowed([2, 2, 9], [3, 4, 30])).toEqual([]);
    expect(judgeSlowed([2, 2, 2], [6, 6, 6])).toEqual(["the mails took 6.0 s instead of 2.0 s"]);
  });
});

describe("judgeMails", () => {
  const recipients = ["ada@example.org", "bob@example.org"];
  const mailTo = (recipient: string, messageId = recipient) => ({ envelopeTo: [recipient], messageId });
  const received = recipients.map((recipient) => mailTo(recipient));

  it("finds nothing when everybody got their mail, or twice where it may be so", () => {
    expect(judgeMails({ recipients, received })).toEqual([]);
    const mayRepeat = new Map([["ada@example.org", 1]]);
    expect(judgeMails({ recipients, received: [...received, ...received.slice(0, 1)], mayRepeat })).toEqual(
      [],
    );
  });

  it("finds an accepted mail that a server forgot", () => {
    expect(judgeMails({ recipients, received: received.slice(1) })).toEqual([
      "the mail to ada@example.org is lost",
    ]);
  });

  it("finds one that came twice, with another Message-ID, or to somebody else", () => {
    const more = [mailTo("bob@example.org", "other"), mailTo("eve@example.org")];
    expect(judgeMails({ recipients, received: [...received, ...more] })).toEqual([
      "eve@example.org got a mail and should not have",
      "bob@example.org got 2 mails instead of at most 1",
      "bob@example.org got the mail with another Message-ID",
    ]);
  });
});
