import { type Engine, startWorld, type World } from "@/tests/harness/world";
import { type Filling, fill } from "./fill";
import { startHelper } from "./helper-process";

/** A world whose mail server counts. */
export type BenchWorld = World & {
  mailsTaken: () => Promise<number>;
  /** Whether a mail to this address was taken. */
  mailTaken: (recipient: string) => Promise<boolean>;
};

/** `mailDelay` is how long the mail server takes to accept a mail, in ms. */
type Start = { engine?: Engine; filling?: Filling; env?: Record<string, string>; mailDelay?: number };

/** What there is where nothing else is said. */
export const usualFilling: Filling = { events: 200, attendees: 200, tickets: 400 };

/** Starts the built server with its settings for production, a mail server and a filled database. */
export async function startBenchWorld({
  engine,
  filling = usualFilling,
  env = {},
  mailDelay = 0,
}: Start = {}): Promise<BenchWorld> {
  const sink = startHelper("bench/mail-sink.mjs");
  const port = await sink.ask<number>({ delay: mailDelay });
  const world = await startWorld({
    engine,
    env: { SMTP_URL: `smtp://127.0.0.1:${port}`, TRUSTED_PROXY_HOPS: "1", ...env },
  });
  await fill(world.database, filling);
  const { stop } = world;
  return Object.assign(world, {
    mailsTaken: () => sink.ask<number>({}),
    mailTaken: (recipient: string) => sink.ask<boolean>({ recipient }),
    stop: async () => {
      await stop();
      await sink.stop();
    },
  });
}

/** The id of the soonest upcoming event that has spaces left. */
export async function nextEvent({ database }: World): Promise<string> {
  const [event] = await database.sql(
    "select id from events where starts_at > ? and cancelled_at is null and allocated < capacity order by starts_at limit 1",
    [new Date()],
  );
  return String(event?.id);
}

/** So that mails of one rush do not slow down what is measured next; those sent while it goes on belong to it. */
export const dropWaitingMail = ({ database }: World) =>
  database.sql("update outbox set state = 'sent', sent_at = ? where state = 'queued'", [new Date()]);
