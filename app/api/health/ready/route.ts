import { checkDatabase } from "@/lib/public-pages/public-version";
import { isDamaged } from "@/lib/runtime/damage";
import { log } from "@/lib/runtime/log";
import { setStatus } from "@/lib/runtime/request-context";

export const dynamic = "force-dynamic";

/** 200 while the database is whole and works: it can be read, and written if the last write failed; else 503. */
export async function GET(): Promise<Response> {
  if (isDamaged()) return notReady({}, "not ready: the database is damaged");
  try {
    await checkDatabase();
    return Response.json({ status: "ok" });
  } catch (err) {
    return notReady({ err }, "not ready");
  }
}

function notReady(facts: object, reason: string) {
  log.warn(facts, reason);
  setStatus(503);
  return Response.json({ status: "unavailable" }, { status: 503 });
}
