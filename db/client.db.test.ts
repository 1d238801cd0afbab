import { setImmediate as turn } from "node:timers/promises";
import { count, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { withDatabase } from "@/tests/harness/database";
import { createUser } from "@/tests/harness/factories";
import { lockDatabase } from "@/tests/harness/lock";
import { closeDatabase, DatabaseUnavailable, openDatabase, reader, transaction } from "./client";
import { users } from "./schema";

const rename = (id: string, name: string) =>
  transaction(async (tx) => tx.update(users).set({ name }).where(eq(users.id, id)));

const nameOf = async (id: string) => {
  const [user] = await reader().select({ name: users.name }).from(users).where(eq(users.id, id));
  return user?.name;
};

describe("a transaction", () => {
  withDatabase();

  it("commits its changes and returns its value", async () => {
    const { id } = await createUser();
    const value = await transaction(async (tx) => {
      await tx.update(users).set({ name: "Grace" }).where(eq(users.id, id));
      return 42;
    });
    expect([value, await nameOf(id)]).toEqual([42, "Grace"]);
  });

  it("rolls back and throws on an error, and leaves the database usable", async () => {
    const { id } = await createUser();
    const fault = new Error("half-way");
    const failed = transaction(async (tx) => {
      await tx.update(users).set({ name: "Grace" }).where(eq(users.id, id));
      throw fault;
    });
    await expect(failed).rejects.toBe(fault);
    expect(await nameOf(id)).toBe("Ada Lovelace");
    await rename(id, "Mary");
    expect(await nameOf(id)).toBe("Mary");
  });

  it("is invisible to readers before its commit", async () => {
    const { id } = await createUser();
    const seen = await transaction(async (tx) => {
      await tx.update(users).set({ name: "Grace" }).where(eq(users.id, id));
      return nameOf(id);
    });
    expect([seen, await nameOf(id)]).toEqual(["Ada Lovelace", "Grace"]);
  });

  it("is refused inside another one, where it would wait for itself", async () => {
    const nested = transaction(() => transaction(async () => 1));
    await expect(nested).rejects.toThrow("A transaction was started inside a transaction.");
    expect(await transaction(async () => 2)).toBe(2);
  });

  it("may be started by a timer of another one after that has ended", async () => {
    let over = () => {};
    const later = await transaction(async () => ({
      value: new Promise<void>((resolve) => {
        over = resolve;
      }).then(() => transaction(async () => 3)),
    }));
    over();
    expect(await later.value).toBe(3);
  });

  it("stores times to the millisecond and text of every script", async () => {
    const createdAt = new Date("2030-10-27T01:59:59.987Z");
    const user = await createUser({ name: "Zoë 王小明 🎟️", createdAt });
    expect(await reader().select().from(users)).toEqual([user]);
  });
});

describe("a database that another process has locked", () => {
  const database = withDatabase({ limitMs: 300 });

  it("is unavailable after the limit, and does not block the process meanwhile", async () => {
    const { id } = await createUser();
    const lock = await lockDatabase(database.url);
    let turns = 0;
    let waiting = true;
    const waited = rename(id, "Grace").finally(() => {
      waiting = false;
    });
    const counted = (async () => {
      for (; waiting; turns += 1) await turn();
    })();
    await expect(waited).rejects.toBeInstanceOf(DatabaseUnavailable);
    await counted;
    expect(turns).toBeGreaterThan(20);
    await lock.release();
    expect(await nameOf(id)).toBe("Ada Lovelace");
  });

  it("fails all waiting transactions together, not one after the other", async () => {
    const { id } = await createUser();
    const lock = await lockDatabase(database.url);
    const started = performance.now();
    const answers = await Promise.allSettled(Array.from({ length: 60 }, () => rename(id, "Grace")));
    expect(answers.filter((answer) => answer.status === "rejected")).toHaveLength(60);
    for (const answer of answers) {
      expect(answer).toHaveProperty("reason", expect.any(DatabaseUnavailable));
    }
    // One after the other would take 18 s on SQLite.
    expect(performance.now() - started).toBeLessThan(3000);
    await lock.release();
  });

  it("is waited for if the lock is released in time", async () => {
    const { id } = await createUser();
    await openDatabase({ url: database.url, limitMs: 20_000 });
    const lock = await lockDatabase(database.url);
    const waited = rename(id, "Grace");
    for (let turns = 0; turns < 20; turns += 1) await turn();
    await lock.release();
    await waited;
    expect(await nameOf(id)).toBe("Grace");
  });
});

describe("closing", () => {
  const database = withDatabase();

  it("lets running transactions finish", async () => {
    const { id } = await createUser();
    const last = rename(id, "Grace");
    await closeDatabase();
    await last;
    await openDatabase({ url: database.url });
    expect(await nameOf(id)).toBe("Grace");
  });

  it("works twice", async () => {
    await closeDatabase();
    await closeDatabase();
    await openDatabase({ url: database.url });
    expect(await reader().select({ users: count() }).from(users)).toEqual([{ users: 0 }]);
  });
});
