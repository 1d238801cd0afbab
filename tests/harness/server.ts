import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

export type RunningServer = {
  /** Its APP_URL, without a slash at the end. */
  url: string;
  port: number;
  pid: number;
  /** Its output so far, at most 16 MB. */
  log: () => string;
  /** Stops it with a signal and returns its exit code; SIGTERM, other than SIGINT, waits for a proxy. */
  stop: (signal?: "SIGINT" | "SIGTERM") => Promise<number | null>;
};

const maxLogLength = 16 * 1024 * 1024;

/**
 * Starts the built server as a process and resolves once it serves: on a free port, by default with a new
 * SQLite database.
 * @param env additional settings, such as SMTP_URL
 */
export async function startServer({
  databaseUrl,
  env = {},
}: {
  databaseUrl?: string;
  env?: Record<string, string>;
} = {}): Promise<RunningServer> {
  if (!existsSync("build/server.mjs")) throw new Error("There is no build: run npm run build first.");
  const folder = mkdtempSync(path.join(tmpdir(), "evento-server-"));
  const port = env.PORT ? Number(env.PORT) : await freePort();
  const appUrl = env.APP_URL ?? `http://localhost:${port}`;
  const child = spawn(process.execPath, ["build/server.mjs"], {
    env: {
      PATH: process.env.PATH,
      NODE_ENV: "production",
      NEXT_TELEMETRY_DISABLED: "1",
      AUTH_SECRET: "a secret for tests, as long as it has to be",
      PORT: String(port),
      APP_URL: appUrl,
      DATABASE_URL: databaseUrl ?? `file:${path.join(folder, "evento.db")}`,
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let written = "";
  const endWithUs = () => child.kill("SIGKILL");
  process.once("exit", endWithUs);
  const ended = once(child, "close").then(() => {
    process.off("exit", endWithUs);
    rmSync(folder, { recursive: true, force: true });
  });
  await new Promise<void>((resolve, reject) => {
    let ready = false;
    const read = (chunk: Buffer) => {
      if (written.length < maxLogLength) written += chunk;
      // Until found only, because searching 16 MB for each chunk takes long.
      ready ||= written.includes("Evento is ready at ");
      if (ready) resolve();
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    ended.then(() => reject(new Error(`The server ended before it was ready:\n${written}`)), reject);
  });
  return {
    url: appUrl,
    port,
    pid: Number(child.pid),
    log: () => written,
    stop: async (signal = "SIGINT") => {
      child.kill(signal);
      const tooLong = setTimeout(endWithUs, 35_000);
      await ended;
      clearTimeout(tooLong);
      return child.exitCode;
    },
  };
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return port;
}
