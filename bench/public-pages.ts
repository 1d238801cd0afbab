import { randomBytes } from "node:crypto";
import { addPicture } from "@/tests/harness/accounts";
import type { World } from "@/tests/harness/world";
import { nextEvent, startBenchWorld } from "./bench-world";
import { besideBareServer, type Question } from "./beside-bare";
import { ask } from "./load";
import type { Row } from "./table";

/** What a page from memory has to reach of a bare server with the same bytes. */
const share = 0.5;

/**
 * Public pages that are in memory, as browsers ask for them. Links are plain documents, so this is also
 * what a click on a link costs; `RSC` is what the framework's own router would ask for instead.
 */
export async function measurePublicPages(): Promise<Row[]> {
  const world = await startBenchWorld();
  try {
    const event = await nextEvent(world);
    // First, because it changes the event.
    const files = await questionsAboutFiles(event, world);
    const questions = [
      ...(await questionsAbout("list", "/", world)),
      ...(await questionsAbout("event page", `/events/${event}`, world)),
      ...files,
    ];
    const rows: Row[] = [];
    for (const question of questions) rows.push(...(await besideBareServer(world.server, question)));
    return rows;
  } finally {
    await world.stop();
  }
}

async function questionsAbout(page: string, path: string, { server, join }: World): Promise<Question[]> {
  const packed = { "Accept-Encoding": "gzip, deflate, br" };
  const signedIn = { ...packed, Cookie: (await join()).visitor.cookies() };
  const known = { ...signedIn, "If-None-Match": headerOf(await ask(server, path, packed), "etag") };
  const router = { RSC: "1" };
  // The router's requests are redirected to an address with their cache key in it.
  const keyed = headerOf(await ask(server, path, router), "location") || path;
  return [
    { what: `${page}, brotli`, path, headers: packed, share },
    { what: `${page}, uncompressed`, path, share },
    { what: `${page}, brotli, signed in`, path, headers: signedIn, share },
    { what: `${page}, unchanged (304), signed in`, path, headers: known, status: 304, share },
    {
      what: `${page}, asked for by the router (RSC)`,
      path: keyed,
      headers: router,
      seconds: 2,
      manyClients: true,
    },
  ];
}

/** What calendars, feed readers and other sites fetch. */
async function questionsAboutFiles(event: string, { server, database, join }: World): Promise<Question[]> {
  const { account } = await join({ role: "organiser" });
  const picture = await addPicture(database, account, event);
  // About as large as a photograph of this width.
  await database.sql("update picture_files set bytes = ? where picture_id = ?", [
    randomBytes(60_000),
    picture,
  ]);
  const page = (await ask(server, `/events/${event}`)).body.toString();
  const preview = new URL(/property="og:image" content="([^"]+)"/.exec(page)?.[1] ?? "");
  const files = {
    "calendar of the list": "/events.ics",
    "Atom feed of the list": "/events.atom",
    "calendar file of an event": `/events/${event}/event.ics`,
    "picture, 960 px wide": `/pictures/${picture}/960.webp`,
    "picture for other sites": preview.pathname,
  };
  const headers = { "Accept-Encoding": "gzip, deflate, br" };
  return Object.entries(files).map(([what, path]) => ({ what, path, headers, share }));
}

function headerOf({ rawHeaders }: { rawHeaders: string[] }, name: string): string {
  const at = rawHeaders.findIndex((given) => given.toLowerCase() === name);
  return at < 0 ? "" : (rawHeaders[at + 1] ?? "");
}
