import { type Account, addAccounts, startSessions, testSecret } from "./accounts";
import { openVisitor, type Visitor } from "./http-client";
import { startPostgres, type TestPostgres } from "./postgres";
import { type RoundRobin, startRoundRobin } from "./round-robin";
import { openRows, type Rows } from "./rows";
import { freePort, type RunningServer, startServer } from "./server";

/** Two built servers with one PostgreSQL database, behind a proxy that takes turns. */
export type Pair = {
  /** The address of both: APP_URL. */
  origin: string;
  servers: [RunningServer, RunningServer];
  proxy: RoundRobin;
  database: Rows;
  postgres: TestPostgres;
  /** A browser that always reaches the first or the second server, with a session of an account if one is given. */
  visitorAt: (turn: 0 | 1, account?: Account) => Promise<Visitor>;
  join: (given?: Partial<Account>) => Promise<Account>;
  stop: () => Promise<void>;
};

/** Starts both servers at the same time, on a database without tables. */
export async function startPair({
  env = {},
  durable = false,
}: {
  env?: Record<string, string>;
  durable?: boolean;
} = {}): Promise<Pair> {
  const postgres = await startPostgres({ durable });
  const databaseUrl = await postgres.createDatabase("evento");
  const ports = [await freePort(), await freePort()];
  const proxy = await startRoundRobin(() => ports);
  const origin = `http://localhost:${proxy.port}`;
  const settings = { ...env, AUTH_SECRET: testSecret, APP_URL: origin };
  const starts = ports.map((port) => startServer({ databaseUrl, env: { ...settings, PORT: String(port) } }));
  const servers = (await Promise.all(starts)) as [RunningServer, RunningServer];
  const database = await openRows(databaseUrl);
  return {
    origin,
    servers,
    proxy,
    database,
    postgres,
    visitorAt: async (turn, account) => {
      const visitor = openVisitor(`http://localhost:${ports[turn]}`, origin);
      if (account) {
        const [cookie = ""] = await startSessions(database, [account]);
        visitor.setCookie("evento.session", cookie);
        visitor.setCookie("evento.signed-in", "1");
      }
      return visitor;
    },
    join: async (given = {}) => {
      const [account] = await addAccounts(database, [given]);
      if (!account) throw new Error("no account was made");
      return account;
    },
    stop: async () => {
      await database.close();
      await Promise.all(servers.map((server) => server.stop()));
      await proxy.stop();
      await postgres.stop();
    },
  };
}
