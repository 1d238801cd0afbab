import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { isIP } from "node:net";
import proxyAddr from "proxy-addr";

const loopbackHost = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;
const isForwarding = (name: string) =>
  name === "forwarded" || name === "via" || name === "x-real-ip" || name.startsWith("x-forwarded-");

/** An address in its short form: IPv4 that arrives over an IPv6 socket is IPv4. */
const plain = (address: string) => address.trim().replace(/^::ffff:(?=\d+\.)/i, "");

/**
 * The address a request came from: that of the peer, or with `hops` trusted proxies the one that the
 * outermost of them wrote; whatever stands further left is the client's claim.
 */
export function clientAddress(request: IncomingMessage, hops: number): string {
  const address = plain(proxyAddr(request, (_, hop) => hop < hops));
  return isIP(address) ? address : plain(request.socket.remoteAddress ?? "");
}

/** Whether the peer and the Host are loopback and no proxy stands between. */
export function isFromThisMachine(peer: string | undefined, headers: IncomingHttpHeaders): boolean {
  const address = plain(peer ?? "");
  return (
    (address === "::1" || address.startsWith("127.")) &&
    loopbackHost.test(headers.host ?? "") &&
    !Object.keys(headers).some(isForwarding)
  );
}

/** Removes what a client may claim about host, scheme and port; Next would believe it. */
export function removeForwardedHeaders(headers: IncomingHttpHeaders): void {
  for (const name of Object.keys(headers)) if (isForwarding(name)) delete headers[name];
}
