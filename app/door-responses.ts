import { LRUCache } from "lru-cache";
import { checkIn } from "@/lib/check-in/commands/check-in";
import { type DoorKeeper, withDoor } from "@/lib/check-in/commands/find-door";
import { syncCheckIns } from "@/lib/check-in/commands/sync-check-ins";
import { scanMessage, syncMessage } from "@/lib/check-in/input";
import { makeDoorList } from "@/lib/check-in/make-door-list";
import { type DoorTicket, type DoorView, findDoorView, listDoorTickets } from "@/lib/check-in/queries";
import { countScan, countSync } from "@/lib/check-in/scan-limit";
import type { Verdict } from "@/lib/check-in/verdict";
import { decide } from "@/lib/outcome/outcome";
import { now } from "@/lib/runtime/clock";
import { currentRequest, setStatus } from "@/lib/runtime/request-context";
import { doorId } from "./door-keeper";

// What the scanner of a door asks for. A page without JavaScript uses actions instead.

const headers = { "Cache-Control": "private, no-store", "X-Robots-Tag": "noindex" };

function answer(status: number, body: unknown): Response {
  setStatus(status);
  return Response.json(body, { headers, status });
}

const notFound = () => answer(404, { reason: "not-found" });

/** To whoever may not be at a door: 404, or 429 if `keeperByPass` found that they try many passes. */
const noKeeper = () => (currentRequest()?.status === 429 ? answer(429, { reason: "limited" }) : notFound());

/** The verdict on one scan, by `scanMessage`: 200, 400, 404, 409 or 429. */
export async function scanResponse(request: Request, keeper: DoorKeeper | null): Promise<Response> {
  const message = scanMessage.safeParse(await request.json().catch(() => null));
  if (!keeper) return noKeeper();
  if (!message.success) return answer(400, { reason: "malformed" });
  const limited: Verdict = { result: "not-valid", reason: "limited" };
  if (!countScan(doorId(keeper))) return answer(200, limited);
  const { code, nonce, reason } = message.data;
  const at = now();
  const scan = { ticket: { code }, nonce, reason, now: at };
  const outcome = await decide(
    withDoor(keeper, at, (tx, door) => checkIn(tx, { door, ...scan })),
    { idempotent: true },
  );
  if (outcome.ok) return answer(200, outcome.value);
  if (outcome.reason === "pass-ended")
    return answer(200, { result: "not-valid", reason: "pass-ended" } satisfies Verdict);
  return outcome.reason === "not-found" ? notFound() : answer(409, { reason: outcome.reason });
}

/**
 * What became of what a door did without a network, by `syncMessage`: 200, 400, 404 or 429; after others it tries
 * again.
 */
export async function syncResponse(request: Request, keeper: DoorKeeper | null): Promise<Response> {
  const message = syncMessage.safeParse(await request.json().catch(() => null));
  if (!keeper) return noKeeper();
  if (!message.success) return answer(400, { reason: "malformed" });
  if (!countSync(doorId(keeper))) return answer(429, { reason: "limited" });
  const at = now();
  const outcome = await decide(
    withDoor(keeper, at, (tx, door) => syncCheckIns(tx, { door, ...message.data, now: at })),
    { idempotent: true },
  );
  return outcome.ok ? answer(200, { results: outcome.value }) : notFound();
}

async function* everyTicket({ id, cancelledAt }: DoorView["event"]): AsyncGenerator<DoorTicket[]> {
  for await (const some of listDoorTickets(id, "active"))
    yield cancelledAt ? some.map((ticket) => voidWith(ticket, cancelledAt)) : some;
  yield* listDoorTickets(id, "void");
}

/** A ticket of a cancelled event, whose row does not say that it is void. */
const voidWith = (ticket: DoorTicket, cancelledAt: Date): DoorTicket => ({
  ...ticket,
  voidedAt: cancelledAt,
  voidedBecause: "event-cancelled",
});

// All doors of an event ask when they open, and making the list of a large event takes a second of work.
const lists = new LRUCache<string, Promise<Buffer>>({ max: 8, ttl: 30_000 });

/** The list of tickets for when there is no network, at most half a minute old: 200, 404 or 429. */
export async function listResponse(keeper: DoorKeeper | null): Promise<Response> {
  if (!keeper) return noKeeper();
  const door = await findDoorView(keeper, now());
  if (!door || door.hasEnded) return notFound();
  const { id } = door.event;
  const known = lists.get(id);
  const list = known ?? makeDoorList(everyTicket(door.event), now());
  if (!known) {
    lists.set(id, list);
    list.catch(() => lists.delete(id));
  }
  const bytes = new Uint8Array(await list);
  return new Response(bytes, { headers: { ...headers, "Content-Type": "application/octet-stream" } });
}
