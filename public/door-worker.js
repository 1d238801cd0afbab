// Opens the page of a door without a network. Each door has a worker of its own, whose scope is that page; the lists of
// tickets are not here but in the store of components/check-in/door-store.ts. The pages of organisers are deleted by
// components/check-in/forget-doors.ts.
const pages = "door-pages";
const assets = "door-assets";

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

const door = new URL(registration.scope).pathname;

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate" && url.pathname === door) event.respondWith(openDoor(request));
  else if (url.pathname.startsWith("/_next/static/"))
    event.respondWith(fetch(request).catch(async () => (await caches.match(url.pathname)) ?? Response.error()));
});

addEventListener("message", (event) => event.waitUntil(saveDoor(event.data)));

async function openDoor(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const cached = await caches.match(door, { cacheName: pages });
    if (cached) return cached;
    throw error;
  }
}

/** Caches the page without what only its organisers see, and all that it needs. */
async function saveDoor({ address, assets: loaded }) {
  const response = await fetch(`${address}?only=scanner`);
  if (!response.ok || response.redirected) return;
  const html = await response.clone().text();
  const named = html.match(/\/_next\/static\/[\w./~-]+/g) ?? [];
  const store = await caches.open(assets);
  await Promise.all([...new Set([...loaded, ...named])].map((path) => saveAsset(store, path)));
  await (await caches.open(pages)).put(door, response);
}

async function saveAsset(store, path) {
  // Their names change with their content.
  if (await store.match(path)) return;
  const response = await fetch(path).catch(() => null);
  if (response?.ok) await store.put(path, response);
}
