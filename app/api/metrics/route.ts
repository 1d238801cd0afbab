import type { NextRequest } from "next/server";
import { lastBackupAt } from "@/lib/backups/daily-backup";
import { countQueues } from "@/lib/mail/queries";
import { settings } from "@/lib/runtime/env";
import { log } from "@/lib/runtime/log";
import { metrics } from "@/lib/runtime/metrics";
import { sameSecret } from "@/lib/runtime/same-secret";

export const dynamic = "force-dynamic";

/**
 * The metrics of this process in Prometheus's text format, for whoever has METRICS_TOKEN; a session does not count. 404
 * without that setting, 401 with another token.
 */
export async function GET(request: NextRequest): Promise<Response> {
  const { metricsToken, backupDir } = settings();
  if (!metricsToken) return plain(404, "There are no metrics here.\n");
  const [, given = ""] = /^Bearer +(\S+)$/i.exec(request.headers.get("authorization") ?? "") ?? [];
  if (!sameSecret(given, metricsToken))
    return plain(401, "The token is missing or wrong.\n", { "WWW-Authenticate": "Bearer" });
  const { register, lastBackup } = metrics();
  await readDatabase();
  const madeAt = backupDir ? await lastBackupAt().catch(() => null) : null;
  lastBackup.set((madeAt?.getTime() ?? 0) / 1000);
  return plain(200, await register.metrics(), { "Content-Type": register.contentType });
}

async function readDatabase() {
  const { databaseUp, mailQueue } = metrics();
  try {
    for (const [state, count] of Object.entries(await countQueues())) mailQueue.set({ state }, count);
    databaseUp.set(1);
  } catch (err) {
    log.warn({ err }, "the metrics lack the figures of the database");
    mailQueue.reset();
    databaseUp.set(0);
  }
}

function plain(status: number, text: string, headers: Record<string, string> = {}): Response {
  const usual = { "Cache-Control": "private, no-store", "Content-Type": "text/plain; charset=utf-8" };
  return new Response(text, { status, headers: { ...usual, ...headers } });
}
