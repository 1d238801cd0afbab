import { maxSync } from "@/lib/check-in/limits";
import { offlineVerdict } from "@/lib/check-in/offline-verdict";
import { type DoorList, openDoorList } from "@/lib/check-in/open-door-list";
import { readCode } from "@/lib/check-in/read-code";
import type { Verdict } from "@/lib/check-in/verdict";
import { type DoorStore, openDoorStore } from "./door-store";
import { drawNonce } from "./draw-nonce";

/** How long, in ms, a scan waits for the server before the door decides by its own list. */
const patience = 4_000;

/** How old, in ms, the list of tickets gets while there is a network. */
const listAge = 5 * 60_000;

export type DoorClient = {
  /** The verdict of the server, or without a network that of the list. `reason`: why at any time. */
  scan: (text: string, reason?: string) => Promise<Verdict>;
  /** Takes a check-in of this door back, at once or when there is a network. */
  undo: (nonce: string, reason: string) => Promise<void>;
  /** Sends what is waiting, and fetches the list if it is old. */
  refresh: () => Promise<void>;
};

/** What a door does in the background: how much waits to be sent, and what became of what was sent. */
export type DoorNews = {
  isOffline: boolean;
  waiting: number;
  /** When the list of tickets was made; null without one. */
  listedAt: Date | null;
  /** How many check-ins the organisers have to look at, and how many were none. */
  held: number;
  refused: number;
};

type Settings = {
  /** The path of the door's page. */
  address: string;
  door: { name: string; startsAt: Date; endsAt: Date };
  /** Whether its time is over or its pass has ended: then it deletes its list. */
  hasEnded: boolean;
  onNews: (news: Partial<DoorNews>) => void;
};

type SyncAnswer = { results: { nonce: string; result: "counted" | "held" | "refused" }[] };

/** The scanner's side of a door: asks the server, and goes on without it. */
export function createDoorClient({ address, door, hasEnded, onNews }: Settings): DoorClient {
  const opening = openDoorStore(address);
  let list: DoorList | null = null;
  let clockOffset = 0;
  /** The tickets of the check-ins since the page was opened, by nonce. */
  const tickets = new Map<string, string>();
  let syncing: Promise<void> | null = null;
  const told = { held: 0, refused: 0 };

  const now = () => new Date(Date.now() + clockOffset);

  const readStoredList = async () => {
    const stored = await (await opening)?.readList();
    if (!stored || list) return;
    list = openDoorList(stored.bytes);
    clockOffset = stored.clockOffset;
    onNews({ listedAt: list?.madeAt ?? null });
  };
  const ready = readStoredList().catch(() => {});

  async function post(path: string, body: unknown): Promise<Response> {
    if (!navigator.onLine) throw new Error("offline");
    const response = await fetch(`${address}/${path}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(patience),
    });
    // A proxy or a busy server answers in its own words.
    if (!response.headers.get("content-type")?.startsWith("application/json"))
      throw new Error(`${response.status}`);
    return response;
  }

  /** Remembers here what the server checked in, for when the network goes. */
  async function remember(code: string, verdict: Verdict) {
    if (verdict.result !== "checked-in") return;
    const ticket = await list?.find(code);
    if (!ticket) return;
    tickets.set(verdict.nonce, ticket.ticketId);
    await (await opening)?.markCheckedIn(ticket.ticketId, now().toISOString());
  }

  async function decideAlone(code: string, nonce: string): Promise<Verdict> {
    await ready;
    const store = await opening;
    const ticket = (await list?.find(code)) ?? null;
    const at = ticket && (await store?.checkedInAt(ticket.ticketId));
    const verdict = offlineVerdict({
      ...{ code, nonce, door, now: now() },
      list: list && store && { ticket, madeAt: list.madeAt },
      before: at ? { at: new Date(at) } : null,
    });
    if (verdict.result === "checked-in" && ticket && store) {
      tickets.set(nonce, ticket.ticketId);
      await store.admit({ kind: "check-in", nonce, ticketId: ticket.ticketId, at: now().toISOString() });
      onNews({ waiting: await store.countWaiting() });
    }
    return verdict;
  }

  async function scan(text: string, reason = ""): Promise<Verdict> {
    const code = readCode(text);
    if (!code) return { result: "not-valid", reason: "unreadable" };
    const nonce = drawNonce();
    try {
      const response = await post("scan", { code, nonce, reason });
      if (response.ok) {
        const verdict: Verdict = await response.json();
        onNews({ isOffline: false });
        await remember(code, verdict).catch(() => {});
        return verdict;
      }
      if (response.status === 404)
        return { result: "not-valid", reason: address.startsWith("/door/") ? "pass-ended" : "no-access" };
      throw new Error(`${response.status}`);
    } catch {
      onNews({ isOffline: true });
      // With the same nonce: if the server has heard of it after all, it counts once.
      return decideAlone(code, nonce);
    }
  }

  async function undo(nonce: string, reason: string): Promise<void> {
    const store = await opening;
    const entry = { kind: "undo", nonce, at: now().toISOString(), reason } as const;
    if (!store) {
      const response = await post("sync", { sentAt: now().toISOString(), done: [entry] });
      if (!response.ok) throw new Error(`${response.status}`);
      return;
    }
    await store.takeBack(entry, tickets.get(nonce) ?? null);
    await sync(store);
  }

  async function sendWaiting(store: DoorStore): Promise<void> {
    for (;;) {
      const { keys, entries } = await store.waiting(maxSync);
      onNews({ waiting: entries.length });
      if (entries.length === 0) return;
      const response = await post("sync", { sentAt: now().toISOString(), done: entries });
      if (!response.ok) throw new Error(`${response.status}`);
      const { results }: SyncAnswer = await response.json();
      told.held += results.filter(({ result }) => result === "held").length;
      told.refused += results.filter(({ result }) => result === "refused").length;
      onNews({ isOffline: false, ...told });
      await store.remove(keys);
    }
  }

  /** Sends what is waiting; what cannot be sent stays. */
  function sync(store: DoorStore): Promise<void> {
    syncing ??= sendWaiting(store)
      .catch(async () => onNews({ waiting: await store.countWaiting() }))
      .finally(() => {
        syncing = null;
      });
    return syncing;
  }

  async function loadList(): Promise<void> {
    await ready;
    if (list && now().getTime() - list.madeAt.getTime() < listAge) return;
    const response = await fetch(`${address}/list`);
    if (!response.ok) return;
    const bytes = new Uint8Array(await response.arrayBuffer());
    const opened = openDoorList(bytes);
    if (!opened) return;
    const serverTime = Date.parse(response.headers.get("date") ?? "");
    clockOffset = Number.isNaN(serverTime) ? 0 : serverTime - Date.now();
    list = opened;
    await (await opening)?.saveList({ bytes, clockOffset });
    onNews({ listedAt: opened.madeAt });
  }

  async function refresh(): Promise<void> {
    const store = await opening;
    if (store) await sync(store);
    if (hasEnded) await store?.forget();
    else if (navigator.onLine) await loadList().catch(() => {});
    onNews({ isOffline: !navigator.onLine });
  }

  return { scan, undo, refresh };
}
