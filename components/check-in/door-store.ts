// What a door did without a network, as it is stored and sent: times as ISO dates of its own clock.
type StoredCheckIn = { kind: "check-in"; nonce: string; ticketId: string; at: string };
type StoredUndo = { kind: "undo"; nonce: string; at: string; reason: string };

type StoredList = {
  bytes: Uint8Array<ArrayBuffer>;
  /** How far this device's clock is behind the server's, in ms. */
  clockOffset: number;
};

/**
 * What a door stores in the browser. Apart from the list it has ids of tickets and times: no codes and no names. All of
 * it outlives the page and the browser.
 */
export type DoorStore = {
  readList: () => Promise<StoredList | undefined>;
  saveList: (list: StoredList) => Promise<void>;
  /** Deletes everything but what is to be sent, and what goes with that. */
  forget: () => Promise<void>;
  /** When this door checked a ticket in itself. */
  checkedInAt: (ticketId: string) => Promise<string | undefined>;
  markCheckedIn: (ticketId: string, at: string) => Promise<void>;
  /** Stores a check-in to send later, and that the ticket was checked in here; both or neither. */
  admit: (entry: StoredCheckIn) => Promise<void>;
  /** Stores an undo to send later, and that the ticket, if it is known, may be checked in here again. */
  takeBack: (entry: StoredUndo, ticketId: string | null) => Promise<void>;
  /** The oldest entries that are to be sent, with the keys by which they are removed. */
  waiting: (most: number) => Promise<{ keys: IDBValidKey[]; entries: (StoredCheckIn | StoredUndo)[] }>;
  countWaiting: () => Promise<number>;
  remove: (keys: IDBValidKey[]) => Promise<void>;
};

const asPromise = <Value>(request: IDBRequest<Value>): Promise<Value> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const stores = ["lists", "waiting", "checked-in"];

const prefix = "evento-door ";

/** The addresses of the doors that have a store in this browser. */
export async function listDoors(): Promise<string[]> {
  // Older browsers, and some private windows, cannot tell.
  const databases = (await window.indexedDB?.databases?.()) ?? [];
  return databases.flatMap(({ name }) => (name?.startsWith(prefix) ? [name.slice(prefix.length)] : []));
}

/** Opens the store of the door at `address`; null where browsers have none, as in some private windows. */
export async function openDoorStore(address: string): Promise<DoorStore | null> {
  if (!("indexedDB" in window)) return null;
  const opening = indexedDB.open(prefix + address, 1);
  opening.onupgradeneeded = () => {
    const [lists = "", waiting = "", checkedIn = ""] = stores;
    opening.result.createObjectStore(lists);
    opening.result.createObjectStore(waiting, { autoIncrement: true });
    opening.result.createObjectStore(checkedIn);
  };
  const database = await asPromise(opening).catch(() => null);
  if (!database) return null;

  const read = <Value>(name: string, ask: (store: IDBObjectStore) => IDBRequest<Value>) =>
    asPromise(ask(database.transaction(name).objectStore(name)));

  /** Resolves once everything is on the disk. */
  const write = (change: (store: (name: string) => IDBObjectStore) => void) =>
    new Promise<void>((resolve, reject) => {
      const transaction = database.transaction(stores, "readwrite", { durability: "strict" });
      transaction.oncomplete = () => resolve();
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
      change((name) => transaction.objectStore(name));
    });

  return {
    readList: () => read("lists", (store) => store.get("list")),
    saveList: (list) => write((store) => store("lists").put(list, "list")),
    forget: () =>
      write((store) => {
        store("lists").clear();
        // In the same transaction, because a door in another tab may be at work.
        const waiting = store("waiting").count();
        waiting.onsuccess = () => {
          if (waiting.result === 0) store("checked-in").clear();
        };
      }),
    checkedInAt: (ticketId) => read("checked-in", (store) => store.get(ticketId)),
    markCheckedIn: (ticketId, at) => write((store) => store("checked-in").put(at, ticketId)),
    admit: (entry) =>
      write((store) => {
        store("waiting").add(entry);
        store("checked-in").put(entry.at, entry.ticketId);
      }),
    takeBack: (entry, ticketId) =>
      write((store) => {
        store("waiting").add(entry);
        if (ticketId) store("checked-in").delete(ticketId);
      }),
    waiting: async (most) => ({
      keys: await read("waiting", (store) => store.getAllKeys(null, most)),
      entries: await read("waiting", (store) => store.getAll(null, most)),
    }),
    countWaiting: () => read("waiting", (store) => store.count()),
    remove: (keys) =>
      write((store) => {
        for (const key of keys) store("waiting").delete(key);
      }),
  };
}
