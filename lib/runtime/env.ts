import { randomBytes } from "node:crypto";
import { accessSync, constants, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { isIP } from "node:net";
import path from "node:path";
import { remember } from "@epic-web/remember";
import { z } from "zod";
import { databaseUrl, isPostgres } from "@/db/database-url";
import { isTimeZone } from "@/lib/time/wall-time";
import { type FooterLink, parseFooterLinks } from "./footer-links";

/** An invalid setting; the message is one sentence for the administrator. */
export class SettingError extends Error {}

export type Settings = {
  port: number;
  /** Origin, without a slash at the end. */
  appUrl: string;
  databaseUrl: string;
  /** Null: mail is shown at /dev/mailbox instead of being sent. */
  smtpUrl: string | null;
  mailFrom: string;
  organiserCode: string;
  /** The code is the one that this source publishes, although other people can reach the server. */
  organiserCodeIsPublic: boolean;
  authSecret: string;
  /** IANA zone, preselected for new events. */
  eventTimeZone: string;
  /** Of every page, such as to a privacy notice. */
  footerLinks: FooterLink[];
  trustedProxyHops: number;
  /** The address to listen on, undefined for all; without a mail server one of this machine only. */
  listenOn: string | undefined;
  /** The folder of the daily backups of a SQLite database, an absolute path; null for none. */
  backupDir: string | null;
  /** Whoever sends it may read /api/metrics; null when nobody may. */
  metricsToken: string | null;
  /** How many daily backups to keep. */
  backupKeep: number;
  /** How many days after the end of an event nobody learns any more who came. */
  retentionDays: number;
  /** For tests: a fixed time. Refused unless APP_URL is on this machine. */
  testClock: Date | null;
};

const publishedCode = "Dc5_G1gz";

const loopbackNames = ["localhost", "127.0.0.1", "[::1]"];

/** Whether a URL points to this machine. */
export const isLoopback = (address: string) => loopbackNames.includes(new URL(address).hostname);

const optionalText = z
  .string()
  .optional()
  .transform((text) => text || undefined);

/** @param problem the message, without the name of the variable at its beginning */
const text = (fits: RegExp | ((text: string) => boolean), problem: string) =>
  optionalText.refine(
    (given) => !given || (fits instanceof RegExp ? fits.test(given) : fits(given)),
    problem,
  );

const wholeNumber = (fallback: number, least: number, most: number) =>
  text(
    (given) => /^\d+$/.test(given) && Number(given) >= least && Number(given) <= most,
    `must be a whole number from ${least} to ${most}.`,
  ).transform((given) => Number(given ?? fallback));

/** Whether this is an http or https URL with nothing after the host. */
function isOrigin(given: string): boolean {
  if (!URL.canParse(given)) return false;
  const { protocol, pathname, search, hash, username } = new URL(given);
  return /^https?:$/.test(protocol) && pathname === "/" && !search && !hash && !username;
}

/** Not made if it is missing, because it may be a disk that is not there. */
function isWritableFolder(given: string): boolean {
  try {
    accessSync(given, constants.W_OK | constants.X_OK);
    return statSync(given).isDirectory();
  } catch {
    return false;
  }
}

const mailbox = /^[^\r\n<>]*<[^\s<>@]+@[^\s<>@]+>$|^[^\s<>@]+@[^\s<>@]+$/;

const variables = z.object({
  PORT: wholeNumber(3000, 1, 65_535),
  LISTEN_HOST: text((given) => isIP(given) > 0, "must be an IP address of this machine, such as 127.0.0.1."),
  APP_URL: text(
    isOrigin,
    "must be the address people type, such as https://tickets.example.org without a path.",
  ).transform((given) => given && new URL(given).origin),
  SMTP_URL: text(
    (given) => /^smtps?:\/\/[^/]/.test(given) && URL.canParse(given),
    "must look like smtp://user:password@mail.example.org:587.",
  ),
  DATABASE_URL: text(
    (given) => /^file:./.test(given) || (/^postgres(ql)?:\/\/./.test(given) && URL.canParse(given)),
    "must be file:<path> for SQLite or postgres://… for PostgreSQL.",
  ),
  MAIL_FROM: text(mailbox, "must be an address such as Evento <tickets@example.org>."),
  ORGANISER_CODE: text(/^.{8,}$/, "must have at least 8 characters."),
  AUTH_SECRET: text(/^.{32,}$/, "must have at least 32 characters."),
  EVENT_TIME_ZONE: text(isTimeZone, "must be an IANA time zone such as Europe/London."),
  FOOTER_LINKS: text(
    (given) => parseFooterLinks(given) !== null,
    "must be labels of at most 40 characters with addresses, such as Privacy=https://example.org/privacy, Contact=mailto:tickets@example.org.",
  ),
  TRUSTED_PROXY_HOPS: wholeNumber(0, 0, 10),
  BACKUP_DIR: text(
    isWritableFolder,
    "must be a folder in which this account can write: make it, or correct it.",
  ),
  BACKUP_KEEP: wholeNumber(14, 1, 1_000),
  RETENTION_DAYS: wholeNumber(365, 1, 36_500),
  METRICS_TOKEN: text(/^\S{32,}$/, "must have at least 32 characters and no space."),
  TEST_CLOCK: text((given) => !Number.isNaN(Date.parse(given)), "must be an ISO date."),
});

/** The environment variables that are settings. */
export const settingNames = Object.keys(variables.shape);

/**
 * Reads and checks every setting.
 * @throws SettingError with one sentence that names the setting and says what to do.
 */
export function readSettings(env: Record<string, string | undefined>): Settings {
  const { data: given, error } = variables.safeParse(env);
  const [issue] = error?.issues ?? [];
  if (!given) throw new SettingError(`${String(issue?.path[0])} ${issue?.message}`);

  const appUrl = given.APP_URL ?? `http://localhost:${given.PORT}`;
  const local = isLoopback(appUrl);
  if (!given.SMTP_URL && !local) {
    throw new SettingError(
      `SMTP_URL is not set, so mail could reach nobody: set it, or use an APP_URL on localhost instead of ${appUrl}.`,
    );
  }
  if (!given.SMTP_URL && given.LISTEN_HOST && !/^(127\.|::1$)/.test(given.LISTEN_HOST)) {
    throw new SettingError(
      `LISTEN_HOST must be 127.0.0.1 or ::1 without SMTP_URL, because everybody there could read all mail.`,
    );
  }
  if (given.TEST_CLOCK && !local) {
    throw new SettingError("TEST_CLOCK is for tests and needs an APP_URL on localhost: remove it.");
  }
  const database = given.DATABASE_URL ?? databaseUrl;
  if (!given.AUTH_SECRET && isPostgres(database)) {
    throw new SettingError(
      "AUTH_SECRET must be set with PostgreSQL, the same in every process: 32 random characters or more.",
    );
  }
  if (given.BACKUP_DIR && isPostgres(database)) {
    throw new SettingError(
      "BACKUP_DIR is for SQLite databases only: remove it, and back PostgreSQL up with pg_dump.",
    );
  }
  const organiserCode = given.ORGANISER_CODE ?? publishedCode;
  return {
    port: given.PORT,
    appUrl,
    databaseUrl: database,
    smtpUrl: given.SMTP_URL ?? null,
    mailFrom: given.MAIL_FROM ?? `Evento <no-reply@${local ? "localhost" : new URL(appUrl).hostname}>`,
    organiserCode,
    organiserCodeIsPublic: organiserCode === publishedCode && appUrl.startsWith("https:"),
    authSecret: given.AUTH_SECRET ?? storedSecret(),
    eventTimeZone: given.EVENT_TIME_ZONE ?? "Europe/London",
    footerLinks: parseFooterLinks(given.FOOTER_LINKS ?? "") ?? [],
    trustedProxyHops: given.TRUSTED_PROXY_HOPS,
    retentionDays: given.RETENTION_DAYS,
    listenOn: given.LISTEN_HOST ?? (given.SMTP_URL ? undefined : "127.0.0.1"),
    backupDir: given.BACKUP_DIR ? path.resolve(given.BACKUP_DIR) : null,
    backupKeep: given.BACKUP_KEEP,
    metricsToken: given.METRICS_TOKEN ?? null,
    testClock: given.TEST_CLOCK ? new Date(given.TEST_CLOCK) : null,
  };
}

/** The settings of this process, read at the first call. */
export const settings = (): Settings =>
  remember("evento.settings", () => {
    const read = readSettings(process.env);
    process.env.NEXTAUTH_URL = read.appUrl;
    process.env.NEXTAUTH_SECRET = read.authSecret;
    // Next reads .env files later, but it never replaces a variable: the engine stays the same.
    process.env.DATABASE_URL = read.databaseUrl;
    return read;
  });

/** The secret in `data/`, created at the first start. */
function storedSecret(): string {
  const file = "data/auth-secret";
  try {
    mkdirSync("data", { recursive: true });
    // "wx" never overwrites, so two processes that start together use the same secret.
    writeFileSync(file, randomBytes(32).toString("base64url"), { flag: "wx", mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") {
      throw new SettingError(
        `AUTH_SECRET is not set and data/ cannot be written to keep one: ${(error as Error).message}.`,
      );
    }
  }
  const stored = readStoredSecret(file);
  if (stored.length < 32) {
    throw new SettingError(
      `AUTH_SECRET is not set and the one kept in ${file} is cut off: delete that file.`,
    );
  }
  return stored;
}

function readStoredSecret(file: string): string {
  try {
    return readFileSync(file, "utf8").trim();
  } catch (error) {
    throw new SettingError(
      `AUTH_SECRET is not set and the one kept in ${file} cannot be read (${(error as NodeJS.ErrnoException).code}): make it readable for this account.`,
    );
  }
}
