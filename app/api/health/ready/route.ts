import { checkWrites } from "@/db/client";
import { readPublicVersion, rewritePublicVersion } from "@/lib/public-pages/public-version";
import { log } from "@/lib/runtime/log";
import { setStatus } from "@/lib/runtime/request-context";

export const dynamic = "force-dynamic";

/** 200 while the database can be read, and written if the last write failed for want of disk; else 503. */
export async function GET(): Promise<Response> {
  try {
    await readPublicVersion();
    await checkWrites(rewritePublicVersion);
    return Response.json({ status: "ok" });
  } catch (err) {
    log.warn({ err }, "not ready");
    setStatus(503);
    return Response.json({ status: "unavailable" }, { status: 503 });
  }
}
