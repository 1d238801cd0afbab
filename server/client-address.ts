import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import ipaddr from "ipaddr.js";
import proxyAddr from "proxy-addr";
import { ipv6Network } from "@/lib/rate-limits/network";

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

/** The address that a text spells; IPv4 that arrives over an IPv6 socket is IPv4. Null if it is none. */
function parse(text = "") {
  const [address = ""] = text.trim().split("%");
  // Other spellings of IPv4, such as `010.1` or one number, are nothing that a proxy writes.
  const isAddress = ipaddr.IPv4.isValidFourPartDecimal(address) || ipaddr.IPv6.isValid(address);
  return isAddress ? ipaddr.process(address) : null;
}

/** How limits count an address, in one spelling: IPv6 by its /64, which is one connection to the internet. */
function countedAs(text: string | undefined): string | null {
  const address = parse(text);
  if (!(address instanceof ipaddr.IPv6)) return address?.toString() ?? null;
  return ipv6Network(address, 64);
}

/**
 * The address a request came from, as limits count it: an IPv4 address or an IPv6 network such as
 * `2001:db8::/64`. It is that of the peer, or with `hops` trusted proxies the one that the outermost of them
 * wrote; whatever stands further left is the client's claim. A peer with a public address is no proxy of ours,
 * and nothing that it forwards is believed.
 */
export function clientAddress(request: IncomingMessage, hops: number): string {
  const address = proxyAddr(request, (peer, hop) => hop < hops && (hop > 0 || isPrivate(peer, hop)));
  return countedAs(address) ?? countedAs(request.socket.remoteAddress) ?? "unknown";
}

/**
 * Whether peer and Host are loopback and nothing hints at a proxy in between: neither a header that only
 * proxies add, nor HTTP 1.0, which nginx speaks by default, nor a browser that shows another address.
 */
export function isFromThisMachine({ headers, httpVersion, socket }: IncomingMessage): boolean {
  const shown = [headers.origin, headers.referer].filter((url) => url !== undefined);
  return (
    parse(socket.remoteAddress)?.range() === "loopback" &&
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
