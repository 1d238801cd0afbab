import type { IncomingMessage, ServerResponse } from "node:http";
import { onPublicChange, readPublicVersion } from "@/lib/public-pages/public-version";
import { wallClock } from "@/lib/runtime/clock";
import type { Settings } from "@/lib/runtime/env";
import { newId } from "@/lib/runtime/ids";
import { log } from "@/lib/runtime/log";
import type { RequestContext } from "@/lib/runtime/request-context";
import { sendErrorPage } from "./answer";
import type { NextHandler } from "./handle";
import { type KeptPage, makeKeptPage } from "./kept-page";
import { PageCache } from "./page-cache";
import { publicAddress } from "./public-address";
import { RenderFailed, renderPage } from "./render-page";
import { securityHeaders } from "./security-headers";
import { sendVersion } from "./versions";

/** How often, in milliseconds, this process looks whether another one changed what the public sees. */
const lookEvery = 500;

/** Sends an answer that was got ready, or the static page of what went wrong. */
type Send = (response: ServerResponse) => void;

/** The request that asks; `status` is what a page that is there has in the place of 200. */
type Asked = Pick<RequestContext, "id" | "now"> & { status?: number };

/** A refusal by name, and the address of the page that the form is on. */
type Refused = Asked & { page: string; reason: string };

/** Pages that look the same for everyone, answered from memory; everything else is left to Next. */
export type PublicPages = {
  /** The answer to a request for such a page, at once or once it is rendered; null when it is none. */
  answer: (request: IncomingMessage, asked: Asked) => Send | Promise<Send> | null;
  /** The answer to a form that is refused with the page it is on, which words the reason. */
  refuse: (request: IncomingMessage, refused: Refused) => Send | Promise<Send>;
  /** Whether such a page is being rendered, for which anyone may wait. */
  isRendering: () => boolean;
};

export function makePublicPages(
  next: NextHandler,
  { settings, mostBytes }: { settings: Settings; mostBytes: number },
): PublicPages {
  const host = new URL(settings.appUrl).host;
  const pages = new PageCache((key) => render(key), { mostBytes });
  forgetWhenChanged(pages);
  const https = settings.appUrl.startsWith("https:");
  const { "Content-Security-Policy": _, ...always } = securityHeaders({ nonce: "", https, dev: false });

  async function render(key: string): Promise<KeptPage> {
    const [address = "", refusal] = key.split("#");
    const id = newId();
    const context = { id, clientAddress: "", fromThisMachine: false, now: wallClock(), refusal };
    const page = await renderPage(next, address, host, context);
    return makeKeptPage(page, always, refusal !== undefined);
  }

  /** Sends the page once it is rendered, or the static one in its place. */
  async function sendRendered(key: string, request: IncomingMessage, asked: Asked): Promise<Send> {
    try {
      return sendOut(await pages.render(key), request, asked);
    } catch (error) {
      if (!(error instanceof RenderFailed)) throw error;
      const { fault, reference } = error;
      const headers = { ...always, "X-Request-Id": reference };
      return (response) => sendErrorPage(response, fault === "busy" ? 503 : 500, reference, headers);
    }
  }

  const sendPage = (key: string, request: IncomingMessage, asked: Asked) => {
    const kept = pages.get(key, asked.now);
    return kept ? sendOut(kept, request, asked) : sendRendered(key, request, asked);
  };

  return {
    answer(request, asked) {
      const address = asksForPage(request) ? publicAddress(request.url ?? "") : null;
      return address === null ? null : sendPage(address, request, asked);
    },
    refuse: (request, { page, reason, ...asked }) => sendPage(`${page}#${reason}`, request, asked),
    isRendering: () => pages.isRendering,
  };
}

const sendOut =
  (page: KeptPage, request: IncomingMessage, { id, status = 200 }: Asked): Send =>
  (response) =>
    sendVersion(page.versions, page.status === 200 ? status : page.status, request, response, id);

/** Documents only: what the router's own requests get depends on headers that the address does not tell. */
function asksForPage({ method, headers }: IncomingMessage): boolean {
  if (method !== "GET" && method !== "HEAD") return false;
  for (const name in headers) if (name === "rsc" || name.startsWith("next-")) return false;
  return true;
}

/** Forgets at once what this process changes, and soon what another one does. */
function forgetWhenChanged(pages: PageCache): void {
  let seen = -1;
  onPublicChange((version) => {
    seen = Math.max(seen, version);
    pages.forget();
  });
  const look = async () => {
    try {
      const version = await readPublicVersion();
      if (version > seen) pages.forget();
      seen = Math.max(seen, version);
    } catch (err) {
      // Nobody can change anything while the database is away; what is kept stays true.
      log.debug({ err }, "could not look for changed pages");
    }
  };
  setInterval(look, lookEvery).unref();
}
