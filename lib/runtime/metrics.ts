import { remember } from "@epic-web/remember";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { databaseBusyCount } from "@/db/client";

/** What became of a mail that the worker took. */
export type MailResult = "sent" | "postponed" | "dead" | "skipped";

/**
 * The figures of this process for administrators. No label names a path, an event or a person, so there are as many
 * series on the first day as in the tenth year.
 */
function createMetrics() {
  const register = new Registry();
  const registers = [register];
  collectDefaultMetrics({ register });
  return {
    register,
    requests: new Histogram({
      name: "evento_http_request_duration_seconds",
      help: "How long answers took, by the class of their status",
      labelNames: ["status"],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
      registers,
    }),
    inFlight: new Gauge({
      name: "evento_http_requests_in_flight",
      help: "Requests that are being answered or wait for it",
      registers,
    }),
    mails: new Counter({
      name: "evento_mails_total",
      help: "Mails that this process took, by what became of them",
      labelNames: ["result"],
      registers,
    }),
    pageCacheRequests: new Counter({
      name: "evento_page_cache_requests_total",
      help: "Requests for what is the same for everyone, by whether it was in memory",
      labelNames: ["cache", "result"],
      registers,
    }),
    pageCacheBytes: new Gauge({
      name: "evento_page_cache_bytes",
      help: "The size of what is in memory",
      labelNames: ["cache"],
      registers,
    }),
    databaseBusy: new Counter({
      name: "evento_database_busy_total",
      help: "Transactions that were refused because the database was locked or away",
      registers,
      collect() {
        this.reset();
        this.inc(databaseBusyCount());
      },
    }),
    databaseUp: new Gauge({
      name: "evento_database_up",
      help: "Whether the figures of the database could be read just now",
      registers,
    }),
    mailQueue: new Gauge({
      name: "evento_mail_queue",
      help: "Mails and mailings in the database that are not done, for all processes together",
      labelNames: ["state"],
      registers,
    }),
    lastBackup: new Gauge({
      name: "evento_last_backup_timestamp_seconds",
      help: "When the last daily backup was made; 0 if there is none",
      registers,
    }),
  };
}

/** The metrics, made at the first call; the server and Next's bundle share them. */
export const metrics = () => remember("evento.metrics", createMetrics);
