import { type ListedTicket, listFormat, unpackTicket } from "./door-list-format";

/** A list of tickets in a browser. */
export type DoorList = {
  madeAt: Date;
  /** The ticket with that code, or null if the list has none. */
  find: (code: string) => Promise<ListedTicket | null>;
};

/** Opens a list that `makeDoorList` made; null if it is none. Browsers have Web Crypto on secure pages only. */
export function openDoorList(bytes: Uint8Array<ArrayBuffer>): DoorList | null {
  const { header, mark, magic } = listFormat;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < header || new TextDecoder().decode(bytes.subarray(0, 4)) !== magic) return null;
  const count = view.getUint32(28);
  const boxLength = view.getUint16(32);
  const boxesAt = header + count * mark;
  if (bytes.length !== boxesAt + count * boxLength) return null;
  const salt = bytes.subarray(12, 28);
  const marks = bytes.subarray(header, boxesAt);

  const placeOf = (wanted: Uint8Array): number => {
    let [low, high] = [0, count];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compare(marks.subarray(middle * mark, (middle + 1) * mark), wanted) < 0) low = middle + 1;
      else high = middle;
    }
    return low < count && compare(marks.subarray(low * mark, (low + 1) * mark), wanted) === 0 ? low : -1;
  };

  return {
    madeAt: new Date(Number(view.getBigUint64(4))),
    find: async (code) => {
      const salted = new Uint8Array([...salt, ...new TextEncoder().encode(code)]);
      const digest = new Uint8Array(await crypto.subtle.digest("SHA-512", salted));
      const place = placeOf(digest.subarray(0, mark));
      if (place < 0) return null;
      const boxAt = boxesAt + place * boxLength;
      const box = bytes.subarray(boxAt, boxAt + boxLength);
      const text = await decrypt(digest.slice(32), box).catch(() => null);
      return text && unpackTicket(text);
    },
  };
}

function compare(a: Uint8Array, b: Uint8Array): number {
  for (let n = 0; n < a.length; n += 1) {
    const difference = (a[n] ?? 0) - (b[n] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

async function decrypt(secret: Uint8Array<ArrayBuffer>, box: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const key = await crypto.subtle.importKey("raw", secret, "AES-GCM", false, ["decrypt"]);
  const how = { name: "AES-GCM", iv: new Uint8Array(12), tagLength: listFormat.tag * 8 };
  return new Uint8Array(await crypto.subtle.decrypt(how, key, box));
}
