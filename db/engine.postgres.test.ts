import { eq, sql } from "drizzle-orm";
import { describe, expect, it, onTestFinished } from "vitest";
import { runSql, withDatabase } from "@/tests/harness/database";
import { createUser, testNow } from "@/tests/harness/factories";
import { runUncommitted } from "@/tests/harness/lock";
import { startPostgres } from "@/tests/harness/postgres";
import { openGate } from "@/tests/harness/tcp-gate";
import {
  DatabaseUnavailable,
  isCommitUnknown,
  isUnavailable,
  openDatabase,
  reader,
  transaction,
} from "./client";
import { migrateDatabase } from "./migrate";
import { users } from "./schema";
import { StartupError } from "./startup-error";

const database = withDatabase();

const ada = {
  name: "Ada",
  passwordHash: "nobody-can-sign-in",
  role: "attendee" as const,
  emailVerifiedAt: new Date(0),
  createdAt: testNow,
};

const rename = (id: string, name: string) =>
  transaction(async (tx) => tx.update(users).set({ name }).where(eq(users.id, id)));

/** Makes each caller wait until all of them have called it. */
function barrier(size: number) {
  let open = () => {};
  const all = new Promise<void>((resolve) => {
    open = resolve;
  });
  let come = 0;
  return () => {
    come += 1;
    if (come === size) open();
    return all;
  };
}

describe("a transaction", () => {
  it("does not count as committed after a failed statement whose error was ignored", async () => {
    const user = await createUser();
    const swallowed = transaction(async (tx) => {
      await tx.update(users).set({ name: "Grace" }).where(eq(users.id, user.id));
      try {
        await tx.insert(users).values(user);
      } catch {}
      return "done";
    });
    await expect(swallowed).rejects.toThrow("The transaction was rolled back: one of its statements failed.");
    expect(await reader().select({ name: users.name }).from(users)).toEqual([{ name: "Ada Lovelace" }]);
  });

  it("runs again after a deadlock", async () => {
    const [one, two] = [await createUser(), await createUser()];
    const met = barrier(2);
    let runs = 0;
    const both = (first: string, second: string, name: string) => {
      let meets = true;
      return transaction(async (tx) => {
        runs += 1;
        await tx.update(users).set({ name }).where(eq(users.id, first));
        if (meets) await met();
        meets = false;
        await tx.update(users).set({ name }).where(eq(users.id, second));
      });
    };
    await Promise.all([both(one.id, two.id, "Grace"), both(two.id, one.id, "Mary")]);
    expect(runs).toBe(3);
    const names = await reader().selectDistinct({ name: users.name }).from(users);
    expect(names).toHaveLength(1);
  });

  it("uses UTC", async () => {
    await createUser();
    const zone = sql<string>`current_setting('TimeZone')`;
    expect(await reader().select({ zone }).from(users)).toEqual([{ zone: "UTC" }]);
  });
});

describe("the start", () => {
  const elsewhere = (change: (url: URL) => void) => {
    const url = new URL(database.url);
    change(url);
    return { url: url.href };
  };

  it.each([
    ["a wrong password", (url: URL) => (url.password = "wrong"), /refuses the user or the password/],
    ["a missing database", (url: URL) => (url.pathname = "/missing"), /has no database missing: create it/],
    [
      "a stopped server",
      (url: URL) => (url.port = "9"),
      /^PostgreSQL at 127\.0\.0\.1:9 cannot be reached \(ECONNREFUSED\)/,
    ],
  ])("refuses %s in a sentence without the password", async (_what, change, sentence) => {
    const options = elsewhere(change);
    for (const start of [openDatabase, migrateDatabase]) {
      const refused = await start(options).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(StartupError);
      expect((refused as Error).message).toMatch(sentence);
      expect((refused as Error).message).not.toContain(new URL(options.url).password);
    }
  });
});

describe("a process that starts beside others", () => {
  it("waits for nobody who reads, so that nobody waits for it", async () => {
    const reading = await runUncommitted(database.url, "select 1 from events, tickets, check_ins, audit_log");
    expect(await migrateDatabase({ url: database.url })).toEqual({ madeAt: null });
    await reading.commit();
  });
});

describe("a connection", () => {
  /** Opens the database through a proxy. */
  async function openThroughGate() {
    const url = new URL(database.url);
    const gate = await openGate(Number(url.port));
    url.port = String(gate.port);
    await openDatabase({ url: url.href });
    onTestFinished(async () => {
      await gate.shut();
    });
    return gate;
  }

  async function addUser(id: string, options?: { idempotent: boolean }) {
    let runs = 0;
    const value = transaction(async (tx) => {
      runs += 1;
      const row = { ...ada, id, email: `${id}@example.org` };
      const [added] = await tx.insert(users).values(row).onConflictDoNothing().returning({ id: users.id });
      return { runs, added: added?.id };
    }, options);
    return await value.catch((error: unknown) => ({ runs, error }));
  }
  const ids = async () =>
    ((await runSql(database.url, "select id from users")) as { id: string }[]).map(({ id }) => id);

  it("that is lost during the commit of idempotent work has it done again", async () => {
    const gate = await openThroughGate();
    gate.dropAnswerTo("commit\0");
    // The first run was committed, so the second adds nothing.
    expect(await addUser("a", { idempotent: true })).toEqual({ runs: 2, added: undefined });
    expect(await ids()).toEqual(["a"]);
  });

  it("that is lost during any other commit leaves the outcome unknown", async () => {
    const gate = await openThroughGate();
    gate.dropAnswerTo("commit\0");
    const { runs, error } = (await addUser("a")) as { runs: number; error: unknown };
    expect([runs, isCommitUnknown(error), isUnavailable(error)]).toEqual([1, true, true]);
    expect(await ids()).toEqual(["a"]);
  });

  it("that is lost during a commit leaves the outcome unknown while the server stays away", async () => {
    const gate = await openThroughGate();
    gate.dropAnswerTo("commit\0");
    for (let attempt = 0; attempt < 3; attempt += 1) gate.dropAnswerTo("begin");
    const { runs, error } = (await addUser("a", { idempotent: true })) as { runs: number; error: unknown };
    expect([runs, isCommitUnknown(error)]).toEqual([1, true]);
  });

  it("that is lost before the commit has the work done again", async () => {
    const gate = await openThroughGate();
    gate.dropAnswerTo("insert");
    expect(await addUser("a")).toEqual({ runs: 2, added: "a" });
    expect(await ids()).toEqual(["a"]);
  });

  it("that is lost each time before the commit leaves nothing changed", async () => {
    const gate = await openThroughGate();
    for (let attempt = 0; attempt < 3; attempt += 1) gate.dropAnswerTo("insert");
    const { runs, error } = (await addUser("a", { idempotent: true })) as { runs: number; error: unknown };
    expect([runs, isUnavailable(error), isCommitUnknown(error)]).toEqual([3, true, false]);
    expect(await ids()).toEqual([]);
  });

  it("that is lost during a query has it asked again", async () => {
    const { id } = await createUser();
    const gate = await openThroughGate();
    gate.dropAnswerTo("select");
    expect(await reader().select({ id: users.id }).from(users)).toEqual([{ id }]);
  });

  it("that no longer answers fails queries and new transactions long before a statement's limit", async () => {
    const gate = await openThroughGate();
    await createUser();
    let frozen = () => {};
    const isFrozen = new Promise<void>((resolve) => {
      frozen = resolve;
    });
    let running = true;
    const hanging = transaction(async (tx) => {
      await tx.select().from(users);
      gate.freeze();
      frozen();
      await tx.select().from(users);
    })
      .catch((error: unknown) => error)
      .finally(() => {
        running = false;
      });
    await isFrozen;
    const failures = [reader().select().from(users), transaction(async (tx) => tx.select().from(users))];
    for (const failed of await Promise.allSettled(failures))
      expect(failed.status === "rejected" && isUnavailable(failed.reason)).toBe(true);
    expect(running).toBe(true);
    await gate.shut();
    expect(isUnavailable(await hanging)).toBe(true);
  });
});

describe("a server that is slow", () => {
  it("answers queries that wait for longer than the limit, as long as it answers others", async () => {
    await createUser();
    await openDatabase({ url: database.url, limitMs: 1_000 });
    // Sixteen at a time, for two seconds.
    const slow = Array.from({ length: 160 }, () =>
      reader().select({ slept: sql`pg_sleep(0.2)` }).from(users),
    );
    const failed = (await Promise.allSettled(slow)).filter(({ status }) => status === "rejected");
    expect(failed).toEqual([]);
  });
});

describe("a server that goes away", () => {
  const cut = () =>
    runSql(
      database.url,
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid()`,
    );

  it("is unavailable to a transaction that loses its connection, and available to the next", async () => {
    const { id } = await createUser();
    const failed = transaction(async (tx) => {
      await tx.update(users).set({ name: "Grace" }).where(eq(users.id, id));
      await cut();
      await tx.update(users).set({ name: "Mary" }).where(eq(users.id, id));
    });
    await expect(failed).rejects.toBeInstanceOf(DatabaseUnavailable);
    await rename(id, "Emmy");
    expect(await reader().select({ name: users.name }).from(users)).toEqual([{ name: "Emmy" }]);
  });

  it("is unavailable to readers and writers while it is stopped", async () => {
    const server = await startPostgres();
    try {
      const url = await server.createDatabase("evento");
      await migrateDatabase({ url });
      await openDatabase({ url });
      const { id } = await createUser();
      await server.stop();
      const read = await reader()
        .select()
        .from(users)
        .catch((error: unknown) => error);
      expect(isUnavailable(read)).toBe(true);
      const writes = await Promise.allSettled(Array.from({ length: 50 }, () => rename(id, "Grace")));
      for (const write of writes) expect(write).toHaveProperty("reason", expect.any(DatabaseUnavailable));
    } finally {
      await server.stop();
    }
  });

  it("does not report its own errors as an outage", async () => {
    const wrong = await transaction(async (tx) => tx.run(sql`select nonsense`)).catch(
      (error: unknown) => error,
    );
    expect(wrong).toBeInstanceOf(Error);
    expect(isUnavailable(wrong)).toBe(false);
  });
});
