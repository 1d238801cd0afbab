import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { BrowserContext } from "@playwright/test";
import { encode } from "next-auth/jwt";
import { closeDatabase, openDatabase, transaction } from "@/db/client";
import { onPostgres } from "@/db/database-url";
import { sessions } from "@/db/schema";
import { newId } from "@/lib/runtime/ids";
import { signedId, testSecret } from "@/tests/harness/accounts";
import * as factories from "@/tests/harness/factories";
import { startPostgres, type TestPostgres } from "@/tests/harness/postgres";
import { type RunningServer, startServer } from "@/tests/harness/server";
import { type ReceivedMail, type SmtpHarness, startSmtp } from "@/tests/harness/smtp";

export const passphrase = "marmalade tractor violin";

/** An account with the password `passphrase`. */
export type Account = factories.UserRow;

const minute = 60_000;
const day = 24 * 60 * minute;

export const inDays = (days: number) => new Date(Date.now() + days * day);

/**
 * The built server with its own database, of the engine of this process, and mail server, and methods that fill the
 * database.
 */
export class World {
  private mailbox?: Promise<RunningServer>;

  private constructor(
    readonly server: RunningServer,
    readonly smtp: SmtpHarness,
    private readonly folder: string,
    private readonly postgres?: TestPostgres,
  ) {}

  static async open(): Promise<World> {
    const folder = mkdtempSync(path.join(tmpdir(), "evento-e2e-"));
    const postgres = onPostgres ? await startPostgres() : undefined;
    const databaseUrl =
      (await postgres?.createDatabase("evento")) ?? `file:${path.join(folder, "evento.db")}`;
    const smtp = await startSmtp();
    const env = { SMTP_URL: smtp.url, AUTH_SECRET: testSecret };
    const server = await startServer({ databaseUrl, env });
    await openDatabase({ url: databaseUrl });
    return new World(server, smtp, folder, postgres);
  }

  async close(): Promise<void> {
    await closeDatabase();
    await this.server.stop();
    await (await this.mailbox)?.stop();
    await this.smtp.stop();
    await this.postgres?.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  get url(): string {
    return this.server.url;
  }

  /** A second server without SMTP_URL, which shows its mail at /dev/mailbox. */
  withMailbox(): Promise<RunningServer> {
    this.mailbox ??= startServer();
    return this.mailbox;
  }

  account(given: Partial<Account> = {}): Promise<Account> {
    const at = new Date();
    return factories.createUser({ emailVerifiedAt: at, createdAt: at, password: passphrase, ...given });
  }

  organiser(given: Partial<Account> = {}): Promise<Account> {
    return this.account({ name: "Grace Hopper", role: "organiser", ...given });
  }

  /** Adds an event with ten spaces, in a month. */
  async event(given: Partial<factories.EventRow> = {}): Promise<factories.EventRow> {
    const at = new Date();
    const createdBy = given.createdBy ?? (await this.organiser()).id;
    const startsAt = new Date(Math.floor(inDays(30).getTime() / (60 * minute)) * 60 * minute);
    return factories.createEvent({ createdBy, startsAt, createdAt: at, updatedAt: at, ...given });
  }

  draft(given: Parameters<typeof factories.createDraft>[0]): Promise<factories.DraftRow> {
    const at = new Date();
    return factories.createDraft({ createdAt: at, updatedAt: at, ...given });
  }

  ticket(given: Parameters<typeof factories.createTicket>[0]): Promise<factories.TicketRow> {
    return factories.createTicket({ createdAt: new Date(), ...given });
  }

  promote(event: factories.EventRow, who: Account): Promise<void> {
    return factories.createOrganiser(event.id, who.id);
  }

  waiting(event: factories.EventRow, people: Account[]): Promise<void> {
    return factories.createWaiting(event, people, new Date());
  }

  exclusion(event: factories.EventRow, who: Account): Promise<void> {
    return factories.createExclusion(event, who);
  }

  /** Adds a door pass and returns the path of its page. */
  async doorPass(event: factories.EventRow, door?: string): Promise<string> {
    const { id } = await factories.createDoorPass(event, { createdAt: new Date(), ...(door && { door }) });
    return `/door/${signedId("door-pass", id)}`;
  }

  checkIn(...[ticket, organiser, given]: Parameters<typeof factories.createCheckIn>): Promise<void> {
    const at = new Date();
    return factories.createCheckIn(ticket, organiser, { at, receivedAt: at, ...given });
  }

  /** Signs in a browser without the form. */
  async signIn(context: BrowserContext, who: Account): Promise<void> {
    const sessionId = newId();
    const at = new Date();
    const userAgent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    await transaction((tx) =>
      tx.insert(sessions).values({ id: sessionId, userId: who.id, createdAt: at, lastSeenAt: at, userAgent }),
    );
    const value = await encode({ token: { sessionId }, secret: testSecret, maxAge: 86_400 });
    await context.addCookies([
      { name: "evento.session", value, url: this.url, httpOnly: true },
      { name: "evento.signed-in", value: "1", url: this.url },
    ]);
  }

  /** The `nth` mail to that address with a matching subject. */
  mailTo(email: string, subject: RegExp, nth = 1): Promise<ReceivedMail> {
    const fits = (mail: ReceivedMail) => mail.envelopeTo.includes(email) && subject.test(mail.subject ?? "");
    return this.smtp.waitForMail((mail) => this.smtp.messages.filter(fits).indexOf(mail) === nth - 1);
  }
}

/** The URL of a page of this site in a mail's text. */
export function linkIn(mail: ReceivedMail, page: string): string {
  const link = (mail.text ?? "").match(/https?:\/\/[^\s<>"]+/g)?.find((found) => found.includes(page));
  if (!link) throw new Error(`No link to ${page} in: ${mail.text}`);
  return link;
}
