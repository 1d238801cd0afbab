import type { IncomingMessage } from "node:http";
import { parseCookie } from "cookie";
import PQueue from "p-queue";
import { sessionCookie } from "@/lib/auth/session-cookie";
import { Busy } from "@/lib/runtime/busy";
import { bodyLimit } from "./body";

/** The longest body of a form with a picture, in bytes: a picture of 8 MB and the other fields. */
export const uploadLimit = 9 * 1024 * 1024;

/** How many of them are in memory at once. */
const concurrency = 6;

/** How many may wait; they are not read meanwhile. */
const maxWaiting = 20;

/** Admits requests with a larger body, a few at a time. @param routes the paths that take one */
export function createUploads(routes: RegExp[]) {
  const queue = new PQueue({ concurrency });

  /** Whether a larger body is allowed: for a form in parts, from a browser with a session. */
  const isAllowed = ({ url = "", headers }: IncomingMessage): boolean =>
    routes.some((route) => route.test(url.split("?", 1)[0] ?? "")) &&
    String(headers["content-type"]).startsWith("multipart/form-data") &&
    parseCookie(headers.cookie ?? "")[sessionCookie().name] !== undefined;

  /** Whether the body says that it is as short as that of any form. */
  const isShort = ({ headers }: IncomingMessage): boolean => Number(headers["content-length"]) <= bodyLimit;

  return {
    /** The longest body that a request may have, in bytes. */
    limitFor: (request: IncomingMessage): number => (isAllowed(request) ? uploadLimit : bodyLimit),
    /**
     * Runs `answer`, which reads the body; for a larger one in turn, so that memory is bounded.
     * @throws Busy when too many wait
     */
    async inTurn(request: IncomingMessage, answer: () => Promise<void>): Promise<void> {
      if (isShort(request) || !isAllowed(request)) return answer();
      if (queue.size >= maxWaiting) throw new Busy("too many uploads wait");
      return queue.add(answer);
    },
  };
}
