import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request as requestWithoutTls } from "node:http";
import { request } from "node:https";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Answer } from "./http-client";
import { freePort } from "./server";

/** The name in the files of deploy/. */
const host = "tickets.example.org";

type Asking = {
  /** The client's own address; all of 127.0.0.0/8 is on this machine. */
  from?: string;
  method?: string;
  headers?: Record<string, string>;
  body?: FormData;
};

export type ReverseProxy = {
  /** Its exit code and what it says when it checks its configuration. */
  check: { status: number | null; said: string };
  /** Asks through it, over TLS, for a path of https://tickets.example.org. */
  ask: (path: string, asking?: Asking) => Promise<Answer>;
  /** Status and `Location` of the answer to a request for a path without TLS. */
  askWithoutTls: (path: string) => Promise<[number, string | null]>;
  stop: () => Promise<void>;
};

type Place = {
  folder: string;
  port: number;
  plainPort: number;
  evento: number;
  certificate: string;
  key: string;
};

/** How each program is checked and run with its file of deploy/, in which only addresses and the certificate change. */
const programs = {
  nginx: {
    configure: ({ folder, port, plainPort, evento, certificate, key }: Place) => {
      const site = readFileSync("deploy/nginx.conf", "utf8")
        .replace("listen 80", `listen 127.0.0.1:${plainPort}`)
        .replace("listen 443 ssl", `listen 127.0.0.1:${port} ssl`)
        .replace("server 127.0.0.1:3000", `server 127.0.0.1:${evento}`)
        .replace(/ssl_certificate .*;/, `ssl_certificate ${certificate};`)
        .replace(/ssl_certificate_key .*;/, `ssl_certificate_key ${key};`);
      const kinds = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
      const folders = kinds.map((kind) => `${kind}_temp_path ${folder}/${kind};`).join(" ");
      // As in Debian's own file, from which deploy/nginx.conf is included.
      return `${process.getuid?.() === 0 ? "user root;" : ""} worker_processes 1; daemon off; pid ${folder}/pid;
        events {} http { access_log off; ${folders} ${site} }`;
    },
    check: (file: string) => ["-e", "stderr", "-t", "-c", file],
    run: (file: string) => ["-e", "stderr", "-c", file],
  },
  caddy: {
    configure: ({ port, plainPort, evento, certificate, key }: Place) => {
      const site = readFileSync("deploy/Caddyfile", "utf8")
        .replace(`${host} {`, `${host} {\n\ttls ${certificate} ${key}`)
        .replace("127.0.0.1:3000", `127.0.0.1:${evento}`);
      const ports = `http_port ${plainPort}\n\thttps_port ${port}`;
      return `{\n\tadmin off\n\t${ports}\n\tdefault_bind 127.0.0.1\n}\n${site}`;
    },
    // The file as it is: Caddy warns of what only this test sets.
    check: () => ["validate", "--adapter", "caddyfile", "--config", "deploy/Caddyfile"],
    run: (file: string) => ["run", "--adapter", "caddyfile", "--config", file],
  },
};

export const proxies = Object.keys(programs) as (keyof typeof programs)[];

/** Starts a real proxy with its file of deploy/ in front of the Evento on a port. */
export async function startProxy(name: keyof typeof programs, evento: number): Promise<ReverseProxy> {
  const folder = mkdtempSync(path.join(tmpdir(), `evento-${name}-`));
  const [certificate, key] = [path.join(folder, "certificate.pem"), path.join(folder, "key.pem")];
  const names = ["-subj", `/CN=${host}`, "-addext", `subjectAltName=DNS:${host}`];
  const made = ["-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-out", certificate, "-keyout", key];
  execFileSync("openssl", ["req", ...made, ...names], { stdio: "ignore" });
  const [port, plainPort] = [await freePort(), await freePort()];
  const { configure, check, run } = programs[name];
  const file = path.join(folder, "configuration");
  writeFileSync(file, configure({ folder, port, plainPort, evento, certificate, key }));
  // Caddy keeps its state below these.
  const state = { HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
  const env = { ...process.env, ...state, PATH: `${process.env.PATH}:/usr/sbin` };
  const checked = spawnSync(name, check(file), { env, encoding: "utf8" });
  const child = spawn(name, run(file), { env, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => {
    said += chunk;
  });
  const endWithUs = () => child.kill("SIGTERM");
  process.once("exit", endWithUs);
  await whenListening(port, child).catch((error: Error) => {
    throw new Error(`${name} did not start: ${error.message}\n${said}`);
  });
  const ca = readFileSync(certificate);
  return {
    check: { status: checked.status, said: checked.stdout + checked.stderr },
    ask: (asked, asking) => ask(asked, { ...asking, port, ca }),
    askWithoutTls: (asked) => askWithoutTls(asked, plainPort),
    stop: async () => {
      process.off("exit", endWithUs);
      if (child.exitCode === null) {
        child.kill("SIGTERM");
        await once(child, "close");
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function whenListening(port: number, child: ChildProcess) {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`);
    const socket = connect(port, "127.0.0.1");
    const isOpen = await Promise.race([
      once(socket, "connect").then(() => true),
      once(socket, "error").then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (isOpen) return;
    await pause(20);
  }
}

async function askWithoutTls(asked: string, port: number): Promise<[number, string | null]> {
  const sent = requestWithoutTls({
    host: "127.0.0.1",
    port,
    path: asked,
    agent: false,
    headers: { Host: host },
  });
  sent.end();
  const [response] = await once(sent, "response");
  response.resume();
  return [response.statusCode, response.headers.location ?? null];
}

async function ask(
  asked: string,
  { port, ca, from = "127.0.0.1", method = "GET", headers = {}, body }: Asking & { port: number; ca: Buffer },
): Promise<Answer> {
  // Node's fetch chooses neither its own address nor whom it trusts.
  const form = body && new Response(body);
  const bytes = form && Buffer.from(await form.arrayBuffer());
  const sent = request({
    ...{ host: "127.0.0.1", port, path: asked, method, localAddress: from, servername: host, ca },
    agent: false,
    headers: {
      Host: host,
      ...(method === "POST" && { Origin: `https://${host}` }),
      ...(form && { "Content-Type": String(form.headers.get("content-type")) }),
      ...(bytes && { "Content-Length": String(bytes.length) }),
      ...headers,
    },
  });
  sent.end(bytes);
  const [response] = await once(sent, "response");
  let text = "";
  for await (const chunk of response.setEncoding("utf8")) text += chunk;
  const answered = new Headers();
  for (const [name, values] of Object.entries(response.headersDistinct as Record<string, string[]>))
    for (const value of values) answered.append(name, value);
  return {
    status: response.statusCode,
    headers: answered,
    text,
    url: new URL(asked, `https://${host}`).href,
    location: answered.get("location"),
  };
}
