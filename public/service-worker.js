// Caches the upcoming tickets of whoever is signed in, so that they open without a network. Everything else goes to the
// network as if this were not here. The names of caches and messages are those of components/tickets/offline-tickets.ts.
const pages = "tickets";
const assets = "ticket-assets";

/** Pages that may be cached have an element with this attribute: it says of the copy when it was saved. */
const note = "data-saved-note";

const isTicketPage = (url) => url.origin === location.origin && /^\/tickets(\/[0-9a-z]{20})?$/.test(url.pathname);

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET") return;
  if (request.mode === "navigate" && isTicketPage(url) && !url.search) event.respondWith(openTicket(request, event));
  else if (url.origin === location.origin && url.pathname.startsWith("/_next/static/"))
    event.respondWith(fetch(request).catch(async () => (await caches.match(request.url)) ?? Response.error()));
});

addEventListener("message", (event) => {
  const { owner, addresses } = event.data;
  event.waitUntil(saveAll(owner, addresses));
});

/** From the network, and what comes replaces the cached copy; without a network the cached copy. */
async function openTicket(request, event) {
  try {
    const response = await fetch(request);
    // Not new pages: only those that a page asks for are cached.
    if (await caches.match(request.url, { cacheName: pages })) event.waitUntil(cachePage(request.url, response.clone()));
    return response;
  } catch (error) {
    const cached = await caches.match(request.url, { cacheName: pages });
    if (cached) return cached;
    throw error;
  }
}

async function saveAll(owner, addresses) {
  const cache = await caches.open(pages);
  const before = await cache.match("/owner");
  if (before && (await before.text()) !== owner) await caches.delete(pages);
  await (await caches.open(pages)).put("/owner", new Response(owner));
  for (const address of addresses) {
    const response = await fetch(address).catch(() => null);
    if (response) await cachePage(address, response);
  }
  await dropUnusedAssets();
}

/** Caches a page that may be cached, such as a valid ticket; deletes the copy of any other, such as a void one. */
async function cachePage(address, response) {
  const cache = await caches.open(pages);
  const html = response.ok && !response.redirected ? await response.text() : "";
  if (!html.includes(note)) return void (await cache.delete(address));
  const at = new Date().toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" });
  const body = html.replace("<html ", `<html data-saved="${at}" `);
  await Promise.all(assetsOf(html).map(cacheAsset));
  await cache.put(address, new Response(body, { headers: response.headers }));
}

const assetsOf = (html) => [...new Set(html.match(/\/_next\/static\/[\w./~-]+/g))];

async function cacheAsset(address) {
  const cache = await caches.open(assets);
  // Their names change with their content.
  if (await cache.match(address)) return;
  const response = await fetch(address).catch(() => null);
  if (response?.ok) await cache.put(address, response);
}

/** Those of earlier builds. */
async function dropUnusedAssets() {
  const cache = await caches.open(pages);
  const copies = await Promise.all((await cache.keys()).map(async (key) => (await cache.match(key)).text()));
  const used = new Set(copies.flatMap(assetsOf));
  const store = await caches.open(assets);
  for (const { url } of await store.keys()) if (!used.has(new URL(url).pathname)) await store.delete(url);
}
