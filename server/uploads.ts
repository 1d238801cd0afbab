import type { IncomingMessage } from "node:http";
import PQueue from "p-queue";
import { networkOf } from "@/lib/rate-limits/network";
import { Busy } from "@/lib/runtime/busy";
import { bodyLimit } from "./body";
import { pathOf } from "./request-target";
import { hasSession } from "./session";

/** The longest body of a form with a picture, in bytes: a picture of 8 MB and the other fields. */
export const uploadLimit = 9 * 1024 * 1024;

/** How many of them are in memory at once. */
const concurrency = 6;

/** How many of these may come from one network, so that nobody takes all places with slow ones. */
const ofOneNetwork = 2;

/** How many may wait, in all and of one network; they are not read meanwhile. */
const maxWaiting = 20;

/** Admits requests with a larger body, a few at a time. @param routes the paths that take one */
export function createUploads(routes: RegExp[]) {
  const queue = new PQueue({ concurrency });
  const networks = new Map<string, PQueue>();

  /** Whether a larger body is allowed: for a form in parts, from a browser with a session. */
  const isAllowed = async (request: IncomingMessage): Promise<boolean> =>
    routes.some((route) => route.test(pathOf(request.url))) &&
    String(request.headers["content-type"]).startsWith("multipart/form-data") &&
    hasSession(request);

  /** Whether the body says that it is as short as that of any form. */
  const isShort = ({ headers }: IncomingMessage): boolean => Number(headers["content-length"]) <= bodyLimit;

  function queueOf(network: string): PQueue {
    const found = networks.get(network);
    if (found) return found;
    const made = new PQueue({ concurrency: ofOneNetwork });
    made.once("idle", () => networks.delete(network));
    networks.set(network, made);
    return made;
  }

  async function inTurn(turns: PQueue, work: () => Promise<void>): Promise<void> {
    if (turns.size >= maxWaiting) throw new Busy("too many uploads wait");
    return turns.add(work);
  }

  /**
   * Runs `answer` with the longest body that the request may have, in bytes; where that is a larger one in turn, so
   * that memory is bounded.
   * @throws Busy when too many wait
   */
  return async (
    request: IncomingMessage,
    clientAddress: string,
    answer: (limit: number) => Promise<void>,
  ): Promise<void> => {
    if (isShort(request) || !(await isAllowed(request))) return answer(bodyLimit);
    const ownQueue = queueOf(networkOf(clientAddress));
    return inTurn(ownQueue, () => inTurn(queue, () => answer(uploadLimit)));
  };
}
