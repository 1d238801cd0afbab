import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { onPostgres } from "@/db/database-url";
import { type Account, addAccounts, startSessions, testSecret } from "./accounts";
import { openVisitor, type Visitor } from "./http-client";
import { startPostgres } from "./postgres";
import { openRows, type Rows } from "./rows";
import { type RunningServer, startServer } from "./server";

export type Engine = "sqlite" | "postgres";

/** The built server with its own database. */
export type World = {
  readonly server: RunningServer;
  databaseUrl: string;
  database: Rows;
  visitor: () => Visitor;
  /** A browser with a session of an account. */
  as: (account: Account) => Promise<Visitor>;
  /** A new, signed-in account. */
  join: (given?: Partial<Account>) => Promise<{ account: Account; visitor: Visitor }>;
  /** Stops the server and starts it again with the same database and port. */
  restart: () => Promise<void>;
  stop: () => Promise<void>;
};

type Start = { engine?: Engine; env?: Record<string, string>; databaseUrl?: string; now?: Date };

/**
 * Starts server and database, of the engine of this process if none is given; `now` is the start of accounts and
 * sessions.
 */
export async function startWorld({
  engine = onPostgres ? "postgres" : "sqlite",
  env = {},
  databaseUrl,
  now,
}: Start = {}): Promise<World> {
  const folder = mkdtempSync(path.join(tmpdir(), "evento-world-"));
  const postgres = engine === "postgres" ? await startPostgres() : undefined;
  const url =
    databaseUrl ?? (await postgres?.createDatabase("evento")) ?? `file:${path.join(folder, "evento.db")}`;
  const settings = { AUTH_SECRET: testSecret, ...env };
  let server = await startServer({ databaseUrl: url, env: settings }).catch(async (error) => {
    await postgres?.stop();
    throw error;
  });
  const database = await openRows(url);
  const { origin } = new URL(`http://localhost:${server.port}`);
  // As behind a proxy that ends TLS, if APP_URL is an https address.
  const open = () => openVisitor(origin, server.url);
  const prefix = server.url.startsWith("https:") ? "__Host-" : "";

  const as: World["as"] = async (account) => {
    const [cookie = ""] = await startSessions(database, [account], now);
    const visitor = open();
    visitor.setCookie(`${prefix}evento.session`, cookie);
    visitor.setCookie(`${prefix}evento.signed-in`, "1");
    return visitor;
  };
  return {
    get server() {
      return server;
    },
    databaseUrl: url,
    database,
    visitor: open,
    as,
    join: async (given = {}) => {
      const [account] = await addAccounts(database, [given], now);
      if (!account) throw new Error("no account was made");
      return { account, visitor: await as(account) };
    },
    restart: async () => {
      const { port } = server;
      await server.stop();
      server = await startServer({ databaseUrl: url, env: { ...settings, PORT: String(port) } });
    },
    stop: async () => {
      await database.close();
      await server.stop();
      await postgres?.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
