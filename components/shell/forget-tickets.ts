import { mayBeSignedIn, type ViewerAnswer } from "./use-viewer";

/**
 * Deletes the tickets that public/service-worker.js cached, unless they are those of the viewer: after signing out, and
 * after somebody else signed in.
 */
export async function forgetTickets(viewer: ViewerAnswer | undefined): Promise<void> {
  // Browsers have it on secure pages only, where there is a service worker.
  if (!("caches" in window) || !(await caches.has("tickets"))) return;
  const owner = await caches.match("/owner", { cacheName: "tickets" });
  const isOthers = viewer && (await owner?.text()) !== viewer.id;
  if (isOthers || !mayBeSignedIn()) await caches.delete("tickets");
}
