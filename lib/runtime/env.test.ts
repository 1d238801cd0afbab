import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { isLoopback, readSettings, SettingError, settings } from "./env";

const secret = "0123456789abcdef0123456789abcdef";
const smtp = "smtp://user:password@mail.example.org:587";
const online = { APP_URL: "https://tickets.example.org", SMTP_URL: smtp };

const read = (env: Record<string, string | undefined>) => readSettings({ AUTH_SECRET: secret, ...env });

describe("readSettings", () => {
  it("needs no variables", () => {
    expect(read({ DATABASE_URL: "file:./data/evento.db" })).toEqual({
      port: 3000,
      appUrl: "http://localhost:3000",
      databaseUrl: "file:./data/evento.db",
      smtpUrl: null,
      mailFrom: "Evento <no-reply@localhost>",
      organiserCode: "Dc5_G1gz",
      organiserCodeIsPublic: false,
      authSecret: secret,
      eventTimeZone: "Europe/London",
      footerLinks: [],
      trustedProxyHops: 0,
      listenOn: "127.0.0.1",
      backupDir: null,
      backupKeep: 14,
      retentionDays: 365,
      metricsToken: null,
      testClock: null,
    });
  });

  it("treats an empty variable as missing", () => {
    const names = [
      "PORT",
      "APP_URL",
      "SMTP_URL",
      "MAIL_FROM",
      "ORGANISER_CODE",
      "EVENT_TIME_ZONE",
      "FOOTER_LINKS",
      "BACKUP_DIR",
      "BACKUP_KEEP",
      "RETENTION_DAYS",
      "METRICS_TOKEN",
      "TEST_CLOCK",
    ];
    const empty = Object.fromEntries([...names, "TRUSTED_PROXY_HOPS"].map((name) => [name, ""]));
    expect(read(empty)).toEqual(read({}));
  });

  it.each([
    [{ PORT: "8080" }, { port: 8080, appUrl: "http://localhost:8080" }],
    [{ PORT: "1" }, { port: 1 }],
    [{ PORT: "65535" }, { port: 65_535 }],
    [{ APP_URL: "http://127.0.0.1:4000/" }, { appUrl: "http://127.0.0.1:4000", listenOn: "127.0.0.1" }],
    [{ APP_URL: "http://[::1]:4000" }, { appUrl: "http://[::1]:4000" }],
    [online, { appUrl: "https://tickets.example.org", smtpUrl: smtp, listenOn: undefined }],
    [{ ...online, LISTEN_HOST: "127.0.0.1" }, { listenOn: "127.0.0.1" }],
    [{ ...online, LISTEN_HOST: "::" }, { listenOn: "::" }],
    [{ LISTEN_HOST: "::1" }, { listenOn: "::1" }],
    [online, { mailFrom: "Evento <no-reply@tickets.example.org>" }],
    [{ SMTP_URL: "smtps://mail.example.org" }, { smtpUrl: "smtps://mail.example.org", listenOn: undefined }],
    [{ DATABASE_URL: "postgres://u:p@db/evento" }, { databaseUrl: "postgres://u:p@db/evento" }],
    [{ DATABASE_URL: "postgresql://db/evento" }, { databaseUrl: "postgresql://db/evento" }],
    [{ DATABASE_URL: "file:///srv/evento.db" }, { databaseUrl: "file:///srv/evento.db" }],
    [
      { FOOTER_LINKS: "About=https://example.org/about" },
      { footerLinks: [{ label: "About", href: "https://example.org/about" }] },
    ],
    [{ MAIL_FROM: "tickets@example.org" }, { mailFrom: "tickets@example.org" }],
    [{ MAIL_FROM: "Évento <tickets@example.org>" }, { mailFrom: "Évento <tickets@example.org>" }],
    [{ ORGANISER_CODE: "another1" }, { organiserCode: "another1" }],
    [online, { organiserCodeIsPublic: true }],
    [{ ...online, ORGANISER_CODE: "Dc5_G1gz" }, { organiserCodeIsPublic: true }],
    [{ ...online, ORGANISER_CODE: "another1" }, { organiserCodeIsPublic: false }],
    [{ APP_URL: "https://localhost:3000" }, { organiserCodeIsPublic: true }],
    [{ ...online, APP_URL: "http://tickets.example.org" }, { organiserCodeIsPublic: false }],
    [{ EVENT_TIME_ZONE: "Asia/Kathmandu" }, { eventTimeZone: "Asia/Kathmandu" }],
    [{ TRUSTED_PROXY_HOPS: "2" }, { trustedProxyHops: 2 }],
    [
      { BACKUP_DIR: "docs", BACKUP_KEEP: "3" },
      { backupDir: path.resolve("docs"), backupKeep: 3 },
    ],
    [{ TEST_CLOCK: "2030-01-01T12:00:00Z" }, { testClock: new Date("2030-01-01T12:00:00Z") }],
  ])("reads %j", (env, expected) => {
    expect(read(env)).toMatchObject(expected);
  });

  it.each<[string, Record<string, string | undefined>]>([
    ...["0", "-1", "65536", "80.5", "abc", "1e3", " 80"].map(
      (PORT) => ["PORT", { PORT }] as [string, object],
    ),
    ...["example.org", "ftp://example.org", "https://example.org/path", "https://example.org?x", "x"].map(
      (APP_URL) => ["APP_URL", { SMTP_URL: smtp, APP_URL }] as [string, object],
    ),
    ["APP_URL", { SMTP_URL: smtp, APP_URL: "https://user:pw@example.org" }],
    ["SMTP_URL", { APP_URL: "https://tickets.example.org" }],
    ...["mail.example.org", "http://mail.example.org", "smtp://", "smtp://host:99999"].map(
      (SMTP_URL) => ["SMTP_URL", { SMTP_URL }] as [string, object],
    ),
    ...["evento.db", "mysql://db/evento", "file:", "postgres://", "postgres://u:p@db:99999/evento"].map(
      (DATABASE_URL) => ["DATABASE_URL", { DATABASE_URL }] as [string, object],
    ),
    ...["Evento", "Evento <tickets>", "a@b\r\nBcc: c@d", "<a@b> <c@d>", "a b@example.org"].map(
      (MAIL_FROM) => ["MAIL_FROM", { MAIL_FROM }] as [string, object],
    ),
    ["ORGANISER_CODE", { ORGANISER_CODE: "short" }],
    ["FOOTER_LINKS", { FOOTER_LINKS: "About=javascript:alert(1)" }],
    ["AUTH_SECRET", { AUTH_SECRET: "too short" }],
    ["AUTH_SECRET", { AUTH_SECRET: undefined, DATABASE_URL: "postgres://db/evento" }],
    ...["Mars/Olympus", "+01:00", "ACT"].map(
      (EVENT_TIME_ZONE) => ["EVENT_TIME_ZONE", { EVENT_TIME_ZONE }] as [string, object],
    ),
    ...["-1", "11", "many"].map(
      (hops) => ["TRUSTED_PROXY_HOPS", { TRUSTED_PROXY_HOPS: hops }] as [string, object],
    ),
    ...["localhost", "all", "256.0.0.1"].map(
      (LISTEN_HOST) => ["LISTEN_HOST", { ...online, LISTEN_HOST }] as [string, object],
    ),
    ["LISTEN_HOST", { LISTEN_HOST: "0.0.0.0" }],
    ["BACKUP_DIR", { BACKUP_DIR: "no-such-folder" }],
    ["BACKUP_DIR", { BACKUP_DIR: "package.json" }],
    ["BACKUP_DIR", { BACKUP_DIR: "docs", DATABASE_URL: "postgres://db/evento" }],
    ...["short", `${"x".repeat(32)} y`].map(
      (METRICS_TOKEN) => ["METRICS_TOKEN", { METRICS_TOKEN }] as [string, object],
    ),
    ...["0", "1001", "many"].map((BACKUP_KEEP) => ["BACKUP_KEEP", { BACKUP_KEEP }] as [string, object]),
    ["TEST_CLOCK", { TEST_CLOCK: "soon" }],
    ["TEST_CLOCK", { ...online, TEST_CLOCK: "2030-01-01T12:00:00Z" }],
  ] as [string, Record<string, string | undefined>][])(
    "refuses with one sentence about %s: %j",
    (name, env) => {
      const refused = () => read(env);
      expect(refused).toThrow(SettingError);
      expect(refused).toThrow(new RegExp(`^${name} .*\\.$`, "s"));
    },
  );

  it("never reveals a secret in the sentence", () => {
    for (const env of [
      { AUTH_SECRET: "hunter2" },
      { SMTP_URL: "http://u:hunter2@h" },
      { ORGANISER_CODE: "hunter2" },
    ])
      expect(() => read(env)).toThrow(
        expect.not.objectContaining({ message: expect.stringContaining("hunter2") }),
      );
  });
});

describe("the stored secret", () => {
  const before = process.cwd();
  afterEach(() => process.chdir(before));

  function inFolder(work: () => void) {
    const folder = mkdtempSync(path.join(tmpdir(), "evento-env-"));
    process.chdir(folder);
    try {
      work();
    } finally {
      process.chdir(before);
      rmSync(folder, { recursive: true, force: true });
    }
  }

  it("is created once, readable by its owner only, and used again at the next start", () => {
    inFolder(() => {
      const first = readSettings({}).authSecret;
      expect(first).toMatch(/^[\w-]{43}$/);
      expect(readSettings({}).authSecret).toBe(first);
      expect(readFileSync("data/auth-secret", "utf8")).toBe(first);
      expect(statSync("data/auth-secret").mode & 0o077).toBe(0);
    });
  });

  it("is refused if it cannot be read", () => {
    inFolder(() => {
      mkdirSync("data/auth-secret", { recursive: true });
      expect(() => readSettings({})).toThrow(
        /^AUTH_SECRET .*data\/auth-secret cannot be read \(EISDIR\).*\.$/,
      );
    });
  });

  it("is refused if it is cut off, because an empty one would sign anything", () => {
    inFolder(() => {
      readSettings({});
      writeFileSync("data/auth-secret", "");
      expect(() => readSettings({})).toThrow(/^AUTH_SECRET .*data\/auth-secret.*\.$/);
    });
  });
});

describe("settings", () => {
  it("are read once and set next-auth's address and secret", () => {
    vi.stubEnv("NEXTAUTH_URL", "https://elsewhere.example.org");
    const first = settings();
    vi.stubEnv("PORT", "9");
    expect(settings()).toBe(first);
    expect(first.appUrl).toBe("http://localhost:3000");
  });
});

describe("isLoopback", () => {
  it.each([
    ["http://localhost:3000", true],
    ["http://127.0.0.1", true],
    ["http://[::1]:3000", true],
    ["https://localhost.example.org", false],
    ["http://127.0.0.2", false],
    ["http://10.0.0.1", false],
  ])("of %s is %s", (address, local) => {
    expect(isLoopback(address)).toBe(local);
  });
});
