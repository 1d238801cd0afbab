import { readPublicVersion } from "@/lib/public-pages/public-version";
import { log } from "@/lib/runtime/log";
import { setStatus } from "@/lib/runtime/request-context";

export const dynamic = "force-dynamic";

/** 200 while the database is available, else 503. */
export async function GET(): Promise<Response> {
  try {
    await readPublicVersion();
    return Response.json({ status: "ok" });
  } catch (err) {
    log.warn({ err }, "not ready");
    setStatus(503);
    return Response.json({ status: "unavailable" }, { status: 503 });
  }
}
