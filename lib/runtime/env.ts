import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { remember } from "@epic-web/remember";
import { databaseUrl, isPostgres } from "@/db/database-url";
import { isTimeZone } from "@/lib/time/wall-time";

/** A setting that cannot be used; the message is the one sentence the administrator reads. */
export class SettingError extends Error {}

export type Settings = {
  port: number;
  /** Origin, without a slash at the end. */
  appUrl: string;
  databaseUrl: string;
  /** Null: mail stays in the database and is shown at /dev/mailbox. */
  smtpUrl: string | null;
  mailFrom: string;
  organiserCode: string;
  authSecret: string;
  /** IANA zone, preselected for new events. */
  eventTimeZone: string;
  trustedProxyHops: number;
  /** Without mail the server is for this machine only. */
  listenOn: "127.0.0.1" | undefined;
  /** Tests only: the clock stands still here. Refused unless APP_URL is on this machine. */
  testClock: Date | null;
};

const loopbackNames = ["localhost", "127.0.0.1", "[::1]"];

/** Whether an address such as APP_URL points to this machine. */
export const isLoopback = (address: string) => loopbackNames.includes(new URL(address).hostname);

/**
 * Reads and checks every setting; nothing else in Evento reads `process.env` for them.
 * @throws SettingError with one sentence that names the setting and says what to do.
 */
export function readSettings(env: Record<string, string | undefined>): Settings {
  const port = wholeNumber(env, "PORT", 3000, 1, 65_535);
  const appUrl = originOf(env.APP_URL || `http://localhost:${port}`);
  const local = isLoopback(appUrl);
  const smtpUrl = env.SMTP_URL || null;
  if (smtpUrl && !(/^smtps?:\/\/[^/]/.test(smtpUrl) && URL.canParse(smtpUrl))) {
    throw new SettingError("SMTP_URL must look like smtp://user:password@mail.example.org:587.");
  }
  if (!smtpUrl && !local) {
    throw new SettingError(
      `SMTP_URL is not set, so mail could reach nobody: set it, or use an APP_URL on localhost instead of ${appUrl}.`,
    );
  }
  const given = env.DATABASE_URL || databaseUrl;
  if (!/^(file:.+|postgres(ql)?:\/\/.+)/.test(given)) {
    throw new SettingError("DATABASE_URL must be file:<path> for SQLite or postgres://… for PostgreSQL.");
  }
  const organiserCode = env.ORGANISER_CODE || "Dc5_G1gz";
  if (organiserCode.length < 8) throw new SettingError("ORGANISER_CODE must have at least 8 characters.");
  return {
    port,
    appUrl,
    databaseUrl: given,
    smtpUrl,
    mailFrom: mailbox(env.MAIL_FROM || `Evento <no-reply@${local ? "localhost" : new URL(appUrl).hostname}>`),
    organiserCode,
    authSecret: authSecret(env.AUTH_SECRET, isPostgres(given)),
    eventTimeZone: timeZone(env.EVENT_TIME_ZONE || "Europe/London"),
    trustedProxyHops: wholeNumber(env, "TRUSTED_PROXY_HOPS", 0, 0, 10),
    listenOn: smtpUrl ? undefined : "127.0.0.1",
    testClock: testClock(env.TEST_CLOCK, local),
  };
}

/** The settings of this process, read and checked at the first call. */
export const settings = (): Settings =>
  remember("evento.settings", () => {
    const read = readSettings(process.env);
    process.env.NEXTAUTH_URL = read.appUrl;
    process.env.NEXTAUTH_SECRET = read.authSecret;
    // Next reads .env files later; what is set already stays, so they cannot bring in another engine.
    process.env.DATABASE_URL = read.databaseUrl;
    return read;
  });

function wholeNumber(
  env: Record<string, string | undefined>,
  name: string,
  fallback: number,
  least: number,
  most: number,
) {
  const text = env[name];
  if (!text) return fallback;
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < least || number > most) {
    throw new SettingError(`${name} must be a whole number from ${least} to ${most}, not "${text}".`);
  }
  return number;
}

function originOf(text: string) {
  let url: URL | undefined;
  try {
    url = new URL(text);
  } catch {}
  const fits =
    url &&
    /^https?:$/.test(url.protocol) &&
    url.pathname === "/" &&
    !url.search &&
    !url.hash &&
    !url.username;
  if (!url || !fits) {
    throw new SettingError(
      `APP_URL must be the address people type, such as https://tickets.example.org without a path, not "${text}".`,
    );
  }
  return url.origin;
}

function mailbox(text: string) {
  if (!/^[^\r\n<>]*<[^\s<>@]+@[^\s<>@]+>$|^[^\s<>@]+@[^\s<>@]+$/.test(text)) {
    throw new SettingError(
      `MAIL_FROM must be an address such as Evento <tickets@example.org>, not "${text}".`,
    );
  }
  return text;
}

function timeZone(name: string) {
  if (!isTimeZone(name)) {
    throw new SettingError(`EVENT_TIME_ZONE must be an IANA time zone such as Europe/London, not "${name}".`);
  }
  return name;
}

function testClock(text: string | undefined, local: boolean) {
  if (!text) return null;
  if (!local) throw new SettingError("TEST_CLOCK is for tests and needs an APP_URL on localhost: remove it.");
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) throw new SettingError(`TEST_CLOCK must be an ISO date, not "${text}".`);
  return date;
}

function authSecret(given: string | undefined, required: boolean) {
  if (given) {
    if (given.length < 32) throw new SettingError("AUTH_SECRET must have at least 32 characters.");
    return given;
  }
  if (required) {
    throw new SettingError(
      "AUTH_SECRET must be set with PostgreSQL, the same in every process: 32 random characters or more.",
    );
  }
  const file = "data/auth-secret";
  try {
    mkdirSync("data", { recursive: true });
    // "wx" refuses to overwrite, so two processes that start together end up with the same secret.
    writeFileSync(file, randomBytes(32).toString("base64url"), { flag: "wx", mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") {
      throw new SettingError(
        `AUTH_SECRET is not set and data/ cannot be written to keep one: ${(error as Error).message}.`,
      );
    }
  }
  const kept = readFileSync(file, "utf8").trim();
  if (kept.length < 32) {
    throw new SettingError(
      `AUTH_SECRET is not set and the one kept in ${file} is cut off: delete that file.`,
    );
  }
  return kept;
}
