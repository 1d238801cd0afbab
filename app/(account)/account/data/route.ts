import { requireViewer } from "@/lib/auth/viewer";
import { decide } from "@/lib/outcome/outcome";
import { recordDownload } from "@/lib/personal-data/commands/record-download";
import { collectPersonalData } from "@/lib/personal-data/queries";
import { now } from "@/lib/runtime/clock";
import { waitingTime } from "@/lib/time/waiting-time";

export const dynamic = "force-dynamic";

/** A file with everything that is stored about the viewer. */
export async function GET(): Promise<Response> {
  const viewer = await requireViewer("/account/data");
  const at = now();
  const recorded = await decide((tx) => recordDownload(tx, { actor: viewer, at }));
  if (!recorded.ok) return tooMany(Number(recorded.facts?.seconds));
  const data = await collectPersonalData(viewer.id, at);
  // The account was deleted meanwhile.
  if (!data) return new Response("Not found", { status: 404 });
  return new Response(`${JSON.stringify(data, null, 2)}\n`, {
    headers: {
      "Content-Type": "application/json; charset=utf-8",
      "Content-Disposition": 'attachment; filename="evento-data.json"',
      "Cache-Control": "private, no-store",
    },
  });
}

function tooMany(seconds: number): Response {
  return new Response(
    `You have downloaded your data too often in the last hour. Wait ${waitingTime(seconds)}, then try again.\n`,
    {
      status: 429,
      headers: {
        "Content-Type": "text/plain; charset=utf-8",
        "Cache-Control": "private, no-store",
        "Retry-After": String(seconds),
      },
    },
  );
}
