import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import {
  accessSync,
  chownSync,
  constants,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { freePort } from "./server";

export type TestPostgres = {
  /** The URL of a database on this server, which need not exist. */
  url: (database: string) => string;
  /** Creates a database, optionally from a template, and returns its URL. */
  createDatabase: (name: string, template?: string) => Promise<string>;
  /** Stops it, at once as in a crash or after ending its connections, and resolves when it is down. */
  halt: (how: "crash" | "fast") => Promise<void>;
  /** Starts it again with the same data and port, and resolves when it is ready. */
  resume: () => Promise<void>;
  stop: () => Promise<void>;
};

/**
 * Starts a PostgreSQL server on a free port of 127.0.0.1, with its data in a temporary folder.
 * @param durable whether commits wait for the disk: for measurements only, because it is slower
 */
export async function startPostgres({ durable = false } = {}): Promise<TestPostgres> {
  const bin = findBinaries();
  const owner = unprivilegedUser();
  const folder = mkdtempSync(path.join(tmpdir(), "evento-postgres-"));
  const data = path.join(folder, "data");
  const passwordFile = path.join(folder, "password");
  const password = randomBytes(12).toString("hex");
  writeFileSync(passwordFile, password);
  if (owner) for (const each of [folder, passwordFile]) chownSync(each, owner.uid, owner.gid);

  const init = spawnSync(
    path.join(bin, "initdb"),
    ["-D", data, "-U", "evento", "--auth=scram-sha-256", `--pwfile=${passwordFile}`].concat([
      "--encoding=UTF8",
      "--locale=C",
      "--no-sync",
    ]),
    { ...owner, cwd: folder, encoding: "utf8" },
  );
  if (init.status !== 0) {
    rmSync(folder, { recursive: true, force: true });
    throw new Error(`PostgreSQL could not make its data folder: ${init.error?.message ?? init.stderr}`);
  }

  const port = await freePort();
  const settings = [
    `port=${port}`,
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "max_connections=200",
  ];
  if (!durable) settings.push("fsync=off", "synchronous_commit=off", "full_page_writes=off");
  const start = () =>
    spawn(path.join(bin, "postgres"), ["-D", data, ...settings.flatMap((setting) => ["-c", setting])], {
      ...owner,
      cwd: folder,
      stdio: ["ignore", "ignore", "pipe"],
    });
  let server = start();
  const quit = () => server.kill("SIGQUIT");
  process.once("exit", quit);
  await ready(server);
  const end = async (signal: "SIGINT" | "SIGQUIT") => {
    if (server.exitCode !== null) return;
    const exited = once(server, "exit");
    server.kill(signal);
    await exited;
  };

  const url = (database: string) => `postgres://evento:${password}@127.0.0.1:${port}/${database}`;
  return {
    url,
    createDatabase: (name, template) => createDatabase(url("postgres"), name, template),
    halt: (how) => end(how === "crash" ? "SIGQUIT" : "SIGINT"),
    resume: async () => {
      server = start();
      await ready(server);
    },
    stop: async () => {
      process.off("exit", quit);
      await end("SIGINT");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const sibling = (url: string, database: string) => {
  const other = new URL(url);
  other.pathname = `/${database}`;
  return other.href;
};

/** The database's name in a URL. */
export const databaseName = (url: string): string => new URL(url).pathname.slice(1);

/** Creates a database on the server of any of its URLs, and returns the URL of the new one. */
export async function createDatabase(serverUrl: string, name: string, template?: string): Promise<string> {
  const copied = template ? ` template "${template}"` : "";
  await query(sibling(serverUrl, "postgres"), `create database "${name}"${copied}`);
  return sibling(serverUrl, name);
}

/** Removes a database, even with open connections. */
export async function dropDatabase(url: string): Promise<void> {
  await query(sibling(url, "postgres"), `drop database if exists "${databaseName(url)}" with (force)`);
}

/** Runs SQL on a connection of its own and returns the rows of a query. */
export async function query(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

function findBinaries() {
  const installed = "/usr/lib/postgresql";
  const versions = existsSync(installed) ? readdirSync(installed).sort((a, b) => Number(b) - Number(a)) : [];
  const found = [
    ...(process.env.PATH ?? "").split(path.delimiter),
    ...versions.map((version) => path.join(installed, version, "bin")),
  ].find((folder) => isProgram(path.join(folder, "initdb")) && isProgram(path.join(folder, "postgres")));
  if (!found)
    throw new Error("PostgreSQL is not installed: on Debian and Ubuntu, run apt-get install postgresql.");
  return found;
}

function isProgram(file: string) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

// PostgreSQL refuses to run as root.
function unprivilegedUser() {
  if (process.getuid?.() !== 0) return null;
  const idOf = (flag: string, user: string) =>
    Number(execFileSync("id", [flag, user], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));
  for (const user of ["postgres", "nobody"]) {
    try {
      return { uid: idOf("-u", user), gid: idOf("-g", user) };
    } catch {}
  }
  throw new Error("PostgreSQL refuses to run as root and there is no user postgres or nobody: add one.");
}

function ready(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = "";
    server.stderr?.on("data", (chunk) => {
      // Read after the start too, so that the pipe never fills up.
      if (said.length < 20_000) said += chunk;
      if (said.includes("ready to accept connections")) resolve();
    });
    server.once("error", reject);
    server.once("exit", () => reject(new Error(`PostgreSQL did not start: ${said}`)));
  });
}
