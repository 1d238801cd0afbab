import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { inject } from "light-my-request";
import { wallClock } from "@/lib/runtime/clock";
import { newId } from "@/lib/runtime/ids";
import { createContext, type RequestContext, requestStore } from "@/lib/runtime/request-context";

export type NextHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** A page could not be rendered; `context` says why, and its id is the reference in the log. */
export class RenderError extends Error {
  constructor(
    readonly context: RequestContext,
    options?: ErrorOptions,
  ) {
    super("A public page could not be rendered.", options);
  }
}

type RenderedPage = {
  status: number;
  headers: OutgoingHttpHeaders;
  body: Buffer;
  context: RequestContext;
};

/**
 * Renders an address without any cookie or header of a client, so that the response suits everyone.
 * @param options.policy a Content-Security-Policy, in which Next finds the nonce for its scripts
 * @throws RenderError
 */
export async function renderForEveryone(
  next: NextHandler,
  address: string,
  { host, policy }: { host: string; policy: string },
): Promise<RenderedPage> {
  const context = createContext({ id: newId(), now: wallClock() });
  let failure: unknown;
  const { statusCode, headers, rawPayload } = await inject(
    (request, response) => {
      requestStore
        .run(context, () => next(request, response))
        .catch((error) => {
          failure = error;
          response.destroy();
        });
    },
    {
      method: "GET",
      url: address,
      headers: { host, accept: "text/html", "content-security-policy": policy },
    },
  ).catch((cause) => {
    throw new RenderError(context, { cause: failure ?? cause });
  });
  if (context.fault || statusCode >= 500) throw new RenderError(context);
  return { status: context.status ?? statusCode, headers, body: rawPayload, context };
}
