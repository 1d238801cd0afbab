import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { isIP } from "node:net";
import proxyAddr from "proxy-addr";

const loopbackHost = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;
const loopbackOrigin = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?(\/|$)/;

/** The headers by which proxies say for whom they ask; the second line are those of single vendors. */
const forwarding = [
  /^(forwarded|via|client-ip|true-client-ip|x-(host|scheme|(forwarded|original|real|client|remote|proxy|rewrite)(-.*)?))$/,
  /^(cdn|cf|fastly|fly|ngrok|tailscale|x-(amzn?|appengine|arr|azure|cloud|cluster|envoy|varnish))(-.*)?$/,
];
const isForwarding = (name: string) => forwarding.some((names) => names.test(name));

/** Where a proxy of ours may stand: on this machine or in a private network. */
const isPrivate = proxyAddr.compile(["loopback", "linklocal", "uniquelocal", "100.64.0.0/10"]);

/** An address in its short form: IPv4 that arrives over an IPv6 socket is IPv4. */
const plain = (address: string) => address.trim().replace(/^::ffff:(?=\d+\.)/i, "");

/**
 * The address a request came from: that of the peer, or with `hops` trusted proxies the one that the
 * outermost of them wrote; whatever stands further left is the client's claim. A peer with a public address
 * is no proxy of ours, and nothing that it forwards is believed.
 */
export function clientAddress(request: IncomingMessage, hops: number): string {
  const address = plain(proxyAddr(request, (peer, hop) => hop < hops && (hop > 0 || isPrivate(peer, hop))));
  return isIP(address) ? address : plain(request.socket.remoteAddress ?? "");
}

/**
 * Whether peer and Host are loopback and nothing hints at a proxy in between: neither a header that only
 * proxies add, nor HTTP 1.0, which nginx speaks by default, nor a browser that shows another address.
 */
export function isFromThisMachine({ headers, httpVersion, socket }: IncomingMessage): boolean {
  const peer = plain(socket.remoteAddress ?? "");
  const shown = [headers.origin, headers.referer].filter((url) => url !== undefined);
  return (
    (peer === "::1" || peer.startsWith("127.")) &&
    loopbackHost.test(headers.host ?? "") &&
    httpVersion !== "1.0" &&
    shown.every((url) => loopbackOrigin.test(url)) &&
    !Object.keys(headers).some(isForwarding)
  );
}

/** Removes what a client may claim about host, scheme and port; Next would believe it. */
export function removeForwardedHeaders(headers: IncomingHttpHeaders): void {
  for (const name of Object.keys(headers)) if (isForwarding(name)) delete headers[name];
}
