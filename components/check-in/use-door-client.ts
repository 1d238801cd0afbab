import { useEffect, useState } from "react";
import { openBarcodeReader } from "./barcode-reader";
import { createDoorClient, type DoorClient, type DoorNews } from "./door-client";

type Door = { address: string; name: string; startsAt: Date; endsAt: Date; hasEnded: boolean };

/** How often, in ms, a door tries to send what waits, and looks whether its list is old. */
const every = 15_000;

const quiet: DoorNews = { isOffline: false, waiting: 0, listedAt: null, held: 0, refused: 0 };

/** The client of a door, null until the page is taken over, and its news. Stores page and list for later. */
export function useDoorClient({ address, name, startsAt, endsAt, hasEnded }: Door): {
  client: DoorClient | null;
  news: DoorNews;
} {
  const [client, setClient] = useState<DoorClient | null>(null);
  const [news, setNews] = useState(quiet);
  const [start, end] = [startsAt.getTime(), endsAt.getTime()];

  useEffect(() => {
    const door = { name, startsAt: new Date(start), endsAt: new Date(end) };
    const onNews = (latest: Partial<DoorNews>) => setNews((before) => ({ ...before, ...latest }));
    const made = createDoorClient({ address, door, hasEnded, onNews });
    setClient(made);
    const refresh = () => made.refresh().catch(() => {});
    refresh();
    if (!hasEnded) storePage(address).catch(() => {});
    const timer = setInterval(refresh, every);
    const offline = () => onNews({ isOffline: true });
    addEventListener("online", refresh);
    addEventListener("offline", offline);
    return () => {
      clearInterval(timer);
      removeEventListener("online", refresh);
      removeEventListener("offline", offline);
    };
  }, [address, name, start, end, hasEnded]);

  return { client, news };
}

/** Lets public/door-worker.js cache the page, and once more all that reading barcodes takes. */
async function storePage(address: string): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register("/door-worker.js", { scope: address });
  const { active } = await navigator.serviceWorker.ready;
  const store = () => active?.postMessage({ address, assets: loadedAssets() });
  store();
  await openBarcodeReader();
  store();
}

/** The paths of what this page has loaded from the build. */
const loadedAssets = (): string[] =>
  performance
    .getEntriesByType("resource")
    .map(({ name }) => new URL(name))
    .filter(({ origin, pathname }) => origin === location.origin && pathname.startsWith("/_next/static/"))
    .map(({ pathname }) => pathname);
