import { mayBeSignedIn } from "@/components/shell/use-viewer";
import { listDoors, openDoorStore } from "./door-store";

/** A door pass hangs on no account. */
const isOrganisersDoor = (address: string) => address.startsWith("/dashboard/");

/**
 * Deletes the lists and pages of organisers' doors once nobody is signed in. Check-ins that are to be sent stay until
 * an organiser opens that door again.
 */
export async function forgetDoors(): Promise<void> {
  if (mayBeSignedIn()) return;
  // The cache is that of public/door-worker.js; browsers have caches on secure pages only.
  if ("caches" in window && (await caches.has("door-pages"))) {
    const pages = await caches.open("door-pages");
    for (const request of await pages.keys())
      if (isOrganisersDoor(new URL(request.url).pathname)) await pages.delete(request);
  }
  for (const address of (await listDoors()).filter(isOrganisersDoor))
    await (await openDoorStore(address))?.forget();
}
