import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { readSettings, settingNames } from "@/lib/runtime/env";

const read = (file: string) => readFileSync(file, "utf8");

/** The instructions of a Dockerfile, each on one line. */
const instructions = read("Dockerfile")
  .replaceAll("\\\n", " ")
  .split("\n")
  .filter((line) => /^[A-Z]+ /.test(line))
  .map((line) => ({ name: line.split(" ")[0] ?? "", rest: line.slice(line.indexOf(" ") + 1).trim() }));
const all = (name: string) => instructions.filter((each) => each.name === name).map(({ rest }) => rest);

describe("the Dockerfile", () => {
  it("copies only what is there, and neither secrets nor data", () => {
    const ignored = read(".dockerignore").split("\n");
    for (const name of [".env*", "data", ".git", "node_modules", ".next", "build"])
      expect(ignored).toContain(name);
    for (const copied of all("COPY").filter((rest) => !rest.startsWith("--from")))
      for (const source of copied.split(/\s+/).slice(0, -1)) expect(existsSync(source), source).toBe(true);
    expect(all("ENV").join() + all("ARG").join()).not.toMatch(/SECRET|PASSWORD|CODE|TOKEN|URL/);
  });

  it("runs what package.json has, on a Node that it allows, as another user than root", () => {
    const { engines, scripts } = JSON.parse(read("package.json"));
    expect(scripts.build).toBeDefined();
    const [, least = ""] = />=(\d+)/.exec(engines.node) ?? [];
    for (const image of all("FROM"))
      expect(Number(/^node:(\d+)-/.exec(image)?.[1])).toBeGreaterThanOrEqual(Number(least));
    const [, , ...last] = instructions.filter(({ name }) => ["FROM", "USER", "CMD"].includes(name));
    expect(last.map(({ name, rest }) => `${name} ${rest}`)).toEqual([
      "USER node",
      'CMD ["node", "scripts/start.mjs"]',
    ]);
    expect(existsSync("scripts/start.mjs")).toBe(true);
    expect(all("STOPSIGNAL")).toEqual(["SIGTERM"]);
  });

  it("has a health check that fails where nothing answers", () => {
    const [check = ""] = all("HEALTHCHECK");
    const [program = "", ...args] = JSON.parse(check.slice(check.indexOf("[")));
    expect(program).toBe("node");
    const { status } = spawnSync(process.execPath, args, { env: { ...process.env, PORT: "9" } });
    expect(status).toBe(1);
  });
});

describe("compose.yaml", () => {
  type Service = {
    restart: string;
    profiles: string[];
    environment: Record<string, string>;
    volumes?: string[];
    depends_on?: object;
  };
  const { services, volumes } = parse(read("compose.yaml"), { merge: true }) as {
    services: Record<string, Service>;
    volumes: object;
  };

  /** A text with the variables of .env, as compose puts them in. */
  const filled = (text: string, values: Record<string, string> = {}) =>
    text.replace(/\$\{(\w+):([-+])([^}]*)\}/g, (_, name, sign, other) =>
      sign === "+" ? (values[name] ? other : "") : values[name] || other,
    );

  it.each(["evento", "evento-postgres"])("gives %s settings that it accepts", (name) => {
    const values: Record<string, string> = {
      ...{
        APP_URL: "https://tickets.example.org",
        SMTP_URL: "smtp://mail.example.org",
        MAIL_FROM: "a@example.org",
      },
      ...{ ORGANISER_CODE: "one-of-our-own", AUTH_SECRET: "x".repeat(32), METRICS_TOKEN: "y".repeat(32) },
      POSTGRES_PASSWORD: "a-password",
    };
    const given = Object.entries(services[name]?.environment ?? {}).map(([key, text]) => [
      key,
      filled(String(text), values),
    ]);
    const settings = readSettings(Object.fromEntries(given));
    expect(settings).toMatchObject({
      trustedProxyHops: 1,
      metricsToken: "y".repeat(32),
      listenOn: undefined,
      backupDir: null,
    });
    expect(/^postgres:/.test(settings.databaseUrl)).toBe(name === "evento-postgres");
  });

  // The port and the addresses are the container's, and the clock is for tests.
  const ofContainer = ["PORT", "LISTEN_HOST", "TEST_CLOCK"];

  it.each([
    ["evento", ["DATABASE_URL"]],
    ["evento-postgres", ["BACKUP_DIR", "BACKUP_KEEP"]],
  ])("passes every setting of .env on to %s", (name, notThere) => {
    const { DATABASE_URL, ...passed } = services[name]?.environment ?? {};
    const names = [...Object.keys(passed), ...(DATABASE_URL ? ["DATABASE_URL"] : [])];
    expect([...names, ...notThere, ...ofContainer].sort()).toEqual([...settingNames].sort());
    for (const [setting, text] of Object.entries(passed))
      expect(filled(String(text), { [setting]: "given" }), setting).toBe(
        setting === "BACKUP_DIR" ? "/backups" : "given",
      );
  });

  it("has the folder of daily backups where BACKUP_DIR says", () => {
    const mounts = services.evento?.volumes?.map((volume) => filled(volume, { BACKUP_DIR: "/var/backups" }));
    expect(mounts).toContain("/var/backups:/backups");
  });

  it("starts everything again after a fault and with the machine", () => {
    for (const { restart } of Object.values(services)) expect(restart).toBe("unless-stopped");
  });

  it("names only services and volumes that there are", () => {
    for (const { depends_on = {}, volumes: used = [] } of Object.values(services)) {
      for (const name of Object.keys(depends_on)) expect(services).toHaveProperty(name);
      for (const volume of used) expect(volumes).toHaveProperty(filled(volume).split(":")[0] ?? "");
    }
  });
});

const runs = (program: string, ...args: string[]) => spawnSync(program, args, { encoding: "utf8" });

// Programs that a machine may not have: where they are, they read the files.
it.runIf(runs("systemd-analyze", "--version").status === 0)("systemd takes the unit", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "evento-unit-"));
  const file = path.join(folder, "evento.service");
  // The program may be elsewhere here.
  writeFileSync(file, read("deploy/evento.service").replace("/usr/bin/node", process.execPath));
  const { status, stderr } = runs("systemd-analyze", "verify", "--man=no", file);
  rmSync(folder, { recursive: true });
  expect([status, stderr]).toEqual([0, ""]);
});

it("the proxies and Prometheus find Evento, and let a picture of 8 MB pass", () => {
  const nginx = read("deploy/nginx.conf");
  expect(nginx.match(/{/g)?.length).toBe(nginx.match(/}/g)?.length);
  expect(Number(/client_max_body_size (\d+)m;/.exec(nginx)?.[1])).toBeGreaterThan(8);
  expect(nginx).toMatch(/proxy_set_header X-Forwarded-For \$proxy_add_x_forwarded_for;/);
  expect(read("deploy/Caddyfile")).toMatch(/reverse_proxy 127\.0\.0\.1:3000/);
  const { scrape_configs } = parse(read("deploy/prometheus.yml"));
  expect(existsSync(`app${scrape_configs[0].metrics_path}/route.ts`)).toBe(true);
});
